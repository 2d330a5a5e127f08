package dev.vernier.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.ParquetColumn;
import dev.vernier.pipeline.data.ParquetFileInfo;
import dev.vernier.pipeline.data.ParquetFooters;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
  @TempDir Path dir;
  private Path out;

  @BeforeEach
  void output() {
    out = dir.resolve("out").resolve("data.parquet");
  }

  private List<Row> rows() {
    List<ParquetFileInfo> files = ParquetFooters.of(List.of(out.toString()));
    List<String> columns = files.get(0).columns().stream().map(ParquetColumn::name).toList();
    List<Row> rows = new ArrayList<>();
    ParquetRows.of(files, columns, new Configuration()).forEach(rows::add);
    return rows;
  }

  private static Object at(Row row, String column) {
    return row.columns().get(column);
  }

  private void png(String name) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB), "png", bytes);
    Path file = dir.resolve("images").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes.toByteArray());
  }

  @Test
  void imagesInOrderWithLabels() throws Exception {
    for (String name : List.of("c.png", "a.png", "b.png", "e.png")) {
      png(name);
    }
    Files.writeString(dir.resolve("images/d.jpg"), "broken");
    Path labels = dir.resolve("labels.csv");
    Files.writeString(labels, "File,Label,note\na.png,3,x\nimages/b.png,4,y\nc.png,5,\nd.jpg,1,\n");
    IngestReport report =
        ImageIngest.run(dir.resolve("images"), Optional.of(labels), out, Every.ITEM);
    assertThat(report.rows()).isEqualTo(3);
    assertThat(report.skipped())
        .anyMatch(s -> s.startsWith("d.jpg: undecodable image"))
        .anyMatch(s -> s.startsWith("e.png: no label in"))
        .hasSize(2);
    assertThat(rows()).extracting(r -> at(r, "name")).containsExactly("a.png", "b.png", "c.png");
    assertThat(rows()).extracting(r -> at(r, "label")).containsExactly(3, 4, 5);
    assertThat((byte[]) at(rows().get(0), "image"))
        .isEqualTo(Files.readAllBytes(dir.resolve("images/a.png")));
  }

  @Test
  void equalNamesInDifferentFoldersAreDifferentFiles() throws Exception {
    for (String name : List.of("dog/0.png", "cat/0.png", "cat/1.png", "cow/0.png", "cow/2.png")) {
      png(name);
    }
    Path labels = dir.resolve("labels.csv");
    Files.writeString(
        labels,
        "file,label\ndata\\images\\dog\\0.png,7\n./cat/0.png,3\n1.png,4\n2.png,5\n2.png,6\n");
    IngestReport report =
        ImageIngest.run(dir.resolve("images"), Optional.of(labels), out, Every.ITEM);
    assertThat(rows())
        .extracting(r -> at(r, "name") + " " + at(r, "label"))
        .containsExactly("cat/0.png 3", "cat/1.png 4", "dog/0.png 7");
    assertThat(report.skipped())
        .anyMatch(s -> s.startsWith("cow/0.png: no label in"))
        .anyMatch(s -> s.startsWith("cow/2.png: labels [5, 6] in"))
        .hasSize(2);
  }

  @Test
  void everyFifthAndTheOthersAreApart() throws Exception {
    for (int i = 0; i < 12; i++) {
      png("i%02d.png".formatted(i));
    }
    ImageIngest.run(dir.resolve("images"), Optional.empty(), out, Every.take(5, 0));
    assertThat(rows())
        .extracting(r -> at(r, "name"))
        .containsExactly("i00.png", "i05.png", "i10.png");
    ImageIngest.run(dir.resolve("images"), Optional.empty(), out, Every.skip(5, 0));
    assertThat(rows()).hasSize(9).noneMatch(r -> at(r, "name").equals("i05.png"));
    assertThatThrownBy(() -> Every.take(5, 5)).isInstanceOf(VernierException.class);
  }

  @Test
  void nothingUsableLeavesNoFile() throws Exception {
    Files.createDirectories(dir.resolve("images"));
    Files.writeString(dir.resolve("images/d.jpg"), "broken");
    assertThatThrownBy(
            () -> ImageIngest.run(dir.resolve("images"), Optional.empty(), out, Every.ITEM))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("d.jpg");
    assertThat(out).doesNotExist();
    Path none = dir.resolve("none");
    assertThatThrownBy(() -> ImageIngest.run(none, Optional.empty(), out, Every.ITEM))
        .hasMessageContaining("no such folder");
  }

  @Test
  void labelFilesAreChecked() throws Exception {
    png("a.png");
    Path labels = Files.writeString(dir.resolve("l.csv"), "file,label\na.png,cat\n");
    Path images = dir.resolve("images");
    assertThatThrownBy(() -> ImageIngest.run(images, Optional.of(labels), out, Every.ITEM))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("label = \"cat\": expected a class index");
    Path other = Files.writeString(dir.resolve("m.csv"), "a,b\n1,2\n");
    assertThatThrownBy(() -> ImageIngest.run(images, Optional.of(other), out, Every.ITEM))
        .hasMessageContaining("no column file or");
  }

  @Test
  void textBecomesIdsAndMask() throws Exception {
    Path vocabulary = Files.writeString(dir.resolve("v.txt"), "[PAD]\n[UNK]\n[CLS]\nthe\ncat\n");
    Path text = dir.resolve("t.tsv");
    Files.writeString(text, "sentence\tlabel\nThe  CAT sat\t1\nthe the the the the\t0\n\t1\n");
    IngestReport report = TextIngest.run(text, vocabulary, 5, out, Every.ITEM);
    assertThat(report.skipped()).containsExactly("line 4: empty sentence");
    assertThat((long[]) at(rows().get(0), "input_ids")).containsExactly(2, 3, 4, 1, 0);
    assertThat((long[]) at(rows().get(0), "attention_mask")).containsExactly(1, 1, 1, 1, 0);
    assertThat((long[]) at(rows().get(1), "input_ids")).containsExactly(2, 3, 3, 3, 3);
    assertThat(rows()).extracting(r -> at(r, "label")).containsExactly(1, 0);
    Path poor = Files.writeString(dir.resolve("p.txt"), "the\n");
    assertThatThrownBy(() -> TextIngest.run(text, poor, 5, out, Every.ITEM))
        .hasMessageContaining("[CLS]");
  }

  private static byte[] wav(int format, int channels, int bits, ByteBuffer samples) {
    ByteBuffer file = ByteBuffer.allocate(46 + samples.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(38 + samples.capacity());
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(18);
    file.putShort((short) format).putShort((short) channels).putInt(16000);
    file.putInt(16000 * channels * bits / 8).putShort((short) (channels * bits / 8));
    file.putShort((short) bits).putShort((short) 0);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples.capacity());
    return file.put(samples.array()).array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void soundIsScaledPaddedAndCut() throws Exception {
    Path folder = Files.createDirectories(dir.resolve("wav"));
    ByteBuffer mono =
        little(6).putShort((short) -32768).putShort((short) 16384).putShort((short) 1);
    Files.write(folder.resolve("a.wav"), wav(1, 1, 16, mono));
    ByteBuffer stereo = little(16).putFloat(0.5f).putFloat(0.25f).putFloat(-1f).putFloat(1f);
    Files.write(folder.resolve("b.wav"), wav(3, 2, 32, stereo));
    Files.write(folder.resolve("c.wav"), wav(1, 1, 8, little(2).put((byte) 0).put((byte) 192)));
    Files.write(folder.resolve("d.wav"), new byte[30]);
    Files.write(folder.resolve("e.wav"), wav(7, 1, 8, little(2)));
    IngestReport report = WavIngest.run(folder, Optional.empty(), 4, 16000, out, Every.ITEM);
    assertThat(report.skipped()).hasSize(2).anyMatch(s -> s.equals("d.wav: not a WAV file"));
    float step = 1 / 32768f;
    assertThat((float[]) at(rows().get(0), "audio")).containsExactly(-1f, 0.5f, step, 0f);
    assertThat((float[]) at(rows().get(1), "audio")).containsExactly(0.375f, 0f, 0f, 0f);
    assertThat((float[]) at(rows().get(2), "audio")).containsExactly(-1f, 0.5f, 0f, 0f);
    assertThatThrownBy(() -> WavIngest.run(folder, Optional.empty(), 4, 8000, out, Every.ITEM))
        .hasMessageContaining("sample rate 16000 Hz, expected 8000 Hz");
  }

  @Test
  void tablesOfNumbers() throws Exception {
    Path csv = dir.resolve("t.csv");
    Files.writeString(csv, "a,label,b\n1,0,2.5\n-3,1,x\n4,1,1e3\n");
    IngestReport report = CsvIngest.run(csv, Optional.of("label"), out, Every.ITEM);
    assertThat(report.skipped()).containsExactly("record 2: b = \"x\" is no number");
    assertThat((float[]) at(rows().get(1), "x")).containsExactly(4f, 1000f);
    assertThat(rows()).extracting(r -> at(r, "label")).containsExactly(0, 1);
    assertThatThrownBy(() -> CsvIngest.run(csv, Optional.of("c"), out, Every.ITEM))
        .hasMessageContaining("no column c; the header is [a, label, b]");
  }

  private static byte[] npy(String type, String shape, ByteBuffer data) {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = little(10 + text.length + data.capacity());
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    return file.putShort((short) text.length).put(text).put(data.array()).array();
  }

  @Test
  void numpyArrays() throws Exception {
    Path x = dir.resolve("x.npy");
    ByteBuffer big = ByteBuffer.allocate(16).putFloat(1).putFloat(2).putFloat(3).putFloat(4);
    Files.write(x, npy(">f4", "(2, 2)", big));
    Path y = Files.write(dir.resolve("y.npy"), npy("|u1", "(2,)", little(2).put((byte) 7)));
    ArrayIngest.npy(x, Optional.of(y), out, Every.ITEM);
    byte[] second = (byte[]) at(rows().get(1), "x");
    assertThat(ByteBuffer.wrap(second).order(ByteOrder.LITTLE_ENDIAN).getFloat(4)).isEqualTo(4f);
    assertThat(rows()).extracting(r -> at(r, "label")).containsExactly(7L, 0L);

    Path zip = dir.resolve("all.npz");
    try (ZipOutputStream entries = new ZipOutputStream(Files.newOutputStream(zip))) {
      entries.putNextEntry(new ZipEntry("label.npy"));
      entries.write(Files.readAllBytes(y));
      entries.putNextEntry(new ZipEntry("data.npy"));
      entries.write(Files.readAllBytes(x));
    }
    ArrayIngest.npy(zip, Optional.empty(), out, Every.ITEM);
    assertThat(rows().get(0).columns()).containsOnlyKeys("data", "label", "index");

    Path bad = Files.write(dir.resolve("bad.npy"), npy("<f8", "(2, 2)", little(8)));
    assertThatThrownBy(() -> ArrayIngest.npy(bad, Optional.empty(), out, Every.ITEM))
        .hasMessageContaining("8 bytes of data, expected 32");
    Path text = Files.writeString(dir.resolve("text.npy"), "some text that is no array");
    assertThatThrownBy(() -> ArrayIngest.npy(text, Optional.empty(), out, Every.ITEM))
        .hasMessageContaining("not a NumPy");
  }

  @Test
  void idxFilesPlainAndCompressed() throws Exception {
    ByteBuffer images = ByteBuffer.allocate(16 + 8).putInt(0x803).putInt(2).putInt(2).putInt(2);
    images.put(16 + 5, (byte) 250);
    Path x = dir.resolve("x.gz");
    try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(x))) {
      stream.write(images.array());
    }
    ByteBuffer labels = ByteBuffer.allocate(10).putInt(0x801).putInt(2).put((byte) 9).put((byte) 4);
    Path y = Files.write(dir.resolve("y"), labels.array());
    ArrayIngest.idx(x, Optional.of(y), out, Every.ITEM);
    assertThat((byte[]) at(rows().get(1), "x")).containsExactly(0, 250, 0, 0);
    assertThat(rows()).extracting(r -> at(r, "label")).containsExactly(9L, 4L);
    assertThatThrownBy(() -> ArrayIngest.idx(x, Optional.of(x), out, Every.skip(1, 0)))
        .hasMessageContaining("nothing to write");
  }
}
