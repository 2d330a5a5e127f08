package dev.vernier.pipeline.refine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.pipeline.preprocess.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleSetTest {
  private static Sample sample(int id) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("x", Tensor.of(new float[] {id, 0.5f}, 1, 2));
    inputs.put("ids", Tensor.of(new long[] {id, -1, 3}, 3));
    inputs.put("mask", Tensor.of(new boolean[] {id > 8, false}, 2));
    byte[] hash = new byte[32];
    hash[0] = (byte) id;
    return new Sample(inputs, hash);
  }

  @Test
  void mergesInAnyOrderAndKeepsEachOnce() {
    SampleSet all = SampleSet.of(List.of(sample(200), sample(3), sample(7)));
    SampleSet left = SampleSet.of(List.of(sample(7), sample(3)));
    SampleSet right = SampleSet.of(List.of(sample(200), sample(7)));
    assertThat(right.merge(left).toBytes()).isEqualTo(all.toBytes());
    assertThat(left.merge(right).digest()).isEqualTo(all.digest()).isNotEqualTo(left.digest());
    assertThat(all.size()).isEqualTo(3);
    assertThat(all.inputs().get(0).get("x").toFloats()).containsExactly(3f, 0.5f);
    assertThat(all.inputs().get(2).get("x").toFloats()).containsExactly(200f, 0.5f);
    assertThat(SampleSet.EMPTY.merge(all).toBytes()).isEqualTo(all.toBytes());
  }

  @Test
  void bytesKeepEveryType() {
    SampleSet read = SampleSet.fromBytes(SampleSet.of(List.of(sample(9))).toBytes());
    Map<String, Tensor> inputs = read.inputs().get(0);
    assertThat(inputs.keySet()).containsExactly("x", "ids", "mask");
    assertThat(inputs.get("ids").toLongs()).containsExactly(9, -1, 3);
    assertThat(inputs.get("ids").dims()).containsExactly(3);
    assertThat(inputs.get("mask").type()).isEqualTo(DataType.BOOL);
    assertThat(inputs.get("mask").toLongs()).containsExactly(1, 0);
  }
}
