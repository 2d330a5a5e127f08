package dev.vernier.onnx.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Models;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.proto.OnnxProto.ModelProto;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDataTest {
  @TempDir Path temp;

  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(temp.resolve("model"));
    Files.write(folder.resolve("w.bin"), new byte[] {1, 2, 3, 4, 5, 6});
    Files.write(temp.resolve("secret"), new byte[] {1, 2, 3, 4, 5, 6});
  }

  /** A model with one INT8 tensor of four elements that lies elsewhere. */
  private Path model(String... entries) throws IOException {
    return model(4, entries);
  }

  private Path model(long elements, String... entries) throws IOException {
    ModelProto.Builder model =
        ModelProto.parseFrom(OnnxWriter.toBytes(Models.holding())).toBuilder();
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName("w")
            .addDims(elements)
            .setDataType(DataType.INT8.code())
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    for (int i = 0; i < entries.length; i += 2) {
      tensor.addExternalData(GraphEncoder.entry(entries[i], entries[i + 1]));
    }
    model.getGraphBuilder().addInitializer(tensor);
    Path file = folder.resolve("m.onnx");
    Files.write(file, model.build().toByteArray());
    return file;
  }

  private static TensorData read(Path file) {
    return OnnxReader.read(file).graph().initializers().get("w");
  }

  private void refused(String expected, String... entries) throws IOException {
    Path file = model(entries);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(VernierException.class)
        .hasMessageStartingWith(file + ": tensor 'w': external data: ")
        .hasMessageContaining(expected);
  }

  @Test
  void offsetAndLengthChooseTheBytes() throws IOException {
    assertThat(read(model("location", "w.bin", "offset", "1", "length", "4")).longs())
        .containsExactly(2, 3, 4, 5);
    assertThat(read(model("location", "w.bin")).longs()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void locationsOutsideTheFolderAreRefused() throws IOException {
    refused("is absolute", "location", temp.resolve("secret").toString());
    refused("is absolute", "location", "C:\\secret");
    refused("is absolute", "location", "\\\\host\\secret");
    refused("leaves the model's folder", "location", "../secret");
    refused("leaves the model's folder", "location", "a/../../secret");
    refused("leaves the model's folder", "location", "..\\secret");
    refused("it has no location", "offset", "0");
    refused("does not exist", "location", "missing.bin");
    refused("is not a path", "location", "a\0b");
  }

  @Test
  void linksOutOfTheFolderAreRefusedAndLinksInsideAreNot() throws IOException {
    Files.createSymbolicLink(folder.resolve("out"), temp.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("up"), temp);
    Files.createSymbolicLink(folder.resolve("in"), folder.resolve("w.bin"));
    refused("is a link out of the model's folder", "location", "out");
    refused("is a link out of the model's folder", "location", "up/secret");
    assertThat(read(model("location", "in")).longs()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void offsetsAndLengthsAreChecked() throws IOException {
    refused("which has 6", "location", "w.bin", "offset", "3");
    refused("which has 6", "location", "w.bin", "offset", "9223372036854775807");
    refused("expected a number of bytes", "location", "w.bin", "offset", "-1");
    refused("expected a number of bytes", "location", "w.bin", "length", "many");
    refused("length 3, but its type and shape need 4", "location", "w.bin", "length", "3");
  }

  @Test
  void modelsInMemoryHaveNoFolder() throws IOException {
    byte[] bytes = Files.readAllBytes(model("location", "w.bin"));
    assertThatThrownBy(() -> OnnxReader.read(bytes)).hasMessageContaining("has no folder");
  }

  private static final long BIG = (1L << 31) + (1 << 20);

  /** A model whose tensor of zeros and one 77 at its end takes no space on disk. */
  private OnnxModel big() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("big.bin").toFile(), "rw")) {
      file.setLength(BIG + 4096);
      file.seek(4096 + BIG - 1);
      file.write(77);
    }
    return OnnxReader.read(model(BIG, "location", "big.bin", "offset", "4096"));
  }

  @Test
  void tensorsOverTwoGigabytesAreMappedInSegments() throws IOException {
    OnnxModel model = big();
    checkBig(model.graph().initializers().get("w"), BIG);
    assertThatThrownBy(() -> OnnxWriter.toBytes(model)).hasMessageContaining("2 GB");
  }

  @Test
  void tensorsOverTwoGigabytesAreRewrittenInSegments() throws IOException {
    Assumptions.assumeTrue(
        Boolean.getBoolean("vernier.test.large"),
        "writes 2 GB: run with -Dvernier.test.jvm.extra=-Dvernier.test.large=true");
    Assumptions.assumeTrue(
        Files.getFileStore(temp).getUsableSpace() > BIG + (1L << 30), "too little disk");
    Path copies = Files.createDirectories(temp.resolve("copies"));
    OnnxWriter.write(big(), copies.resolve("copy.onnx"));
    try (Stream<Path> files = Files.list(copies)) {
      assertThat(files).hasSize(2);
    }
    assertThat(Files.size(copies.resolve("copy.onnx"))).isLessThan(10_000);
    checkBig(read(copies.resolve("copy.onnx")), BIG);
  }

  private static void checkBig(TensorData tensor, long size) {
    assertThat(tensor.byteSize()).isEqualTo(size);
    List<ByteBuffer> segments = tensor.segments();
    assertThat(segments).hasSize(3);
    assertThat(segments.stream().mapToLong(ByteBuffer::remaining).sum()).isEqualTo(size);
    ByteBuffer last = segments.get(2);
    assertThat(last.get(last.limit() - 1)).isEqualTo((byte) 77);
    assertThat(last.get(last.limit() - 2)).isZero();
    assertThat(segments.get(0).get(0)).isZero();
    assertThat(segments.get(0).isReadOnly()).isTrue();
    assertThatThrownBy(tensor::bytes).hasMessageContaining("2 GB");
  }
}
