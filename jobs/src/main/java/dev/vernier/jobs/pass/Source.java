package dev.vernier.jobs.pass;

import dev.vernier.conf.JobConfig;
import dev.vernier.jobs.spark.Cluster;
import dev.vernier.pipeline.PreparedModel;
import java.util.ArrayList;
import java.util.List;

/** The rows of a job in a role, and how they become what a model is fed. */
record Source(DataRole role, DataSet data, Feeding feeding) {

  static Source open(JobConfig job, DataRole role, PreparedModel model, Cluster cluster) {
    DataSet data = DataSet.open(role, role.data(job), cluster.hadoop());
    return new Source(role, data, Feeding.of(job, role, model.inputs(), RowChoice.ALL));
  }

  /** Fails if the data lack a column that is read, or one of these. */
  void requireColumns(List<String> further) {
    List<String> columns = new ArrayList<>(feeding.preprocessor().columns());
    columns.addAll(feeding.filter().columns());
    columns.addAll(further);
    data.requireColumns(columns);
  }

  MemoryPlanner memory(Cluster cluster, int batch) {
    return new MemoryPlanner(cluster, feeding, data, batch);
  }
}
