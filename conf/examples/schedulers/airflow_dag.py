"""Runs Vernier's nightly cycle for each day of requests, once the day is complete.

spark-submit runs in client mode, so that its exit status is Vernier's: 3, which says that the model in
force stays, marks the task as skipped, not as failed. A run that is tried again, or cleared and run
again, does no harm: a day that has an outcome is not run again.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.standard.operators.bash import BashOperator
from airflow.timetables.interval import CronDataIntervalTimetable

with DAG(
    dag_id="vernier_classifier",
    schedule=CronDataIntervalTimetable("30 2 * * *", timezone="UTC"),
    start_date=datetime(2026, 11, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10)},
) as dag:
    BashOperator(
        task_id="recalibrate",
        bash_command=(
            "spark-submit --master yarn --deploy-mode client"
            " --properties-file /etc/vernier/spark.properties"
            " --class dev.vernier.jobs.Vernier /opt/vernier/vernier.jar"
            " nightly --config /etc/vernier/nightly.conf --date {{ data_interval_start | ds }}"
        ),
        skip_on_exit_code=3,
    )
