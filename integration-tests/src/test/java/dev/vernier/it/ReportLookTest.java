package dev.vernier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.pipeline.data.Row;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report of a night in a browser. The night's images are darker than those that the model in
 * force was made from, as from a failing camera, and one cannot be read.
 */
class ReportLookTest {
  private static final int ROWS = 60;
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 1700;
  private static final double LEGIBLE = 4.5;

  @TempDir static Path folder;
  private static Path page;
  private static Browser browser;

  @BeforeAll
  static void reportOfANight() throws IOException {
    Optional<Browser> found = Browser.find();
    assumeThat(found)
        .as("no Chromium on the path; name one by VERNIER_BROWSER or -Dvernier.browser")
        .isPresent();
    browser = found.get();
    List<Row> rows = DemoRows.read("calibration.parquet", ROWS);
    DemoRows.write(rows, folder.resolve("data/date=2026-11-01"), 1, 8);
    List<Row> darker = new ArrayList<>(rows.stream().map(ReportLookTest::darker).toList());
    darker.set(7, darker.get(7).with("image", new byte[] {1, 2, 3}));
    DemoRows.write(darker, folder.resolve("data/date=2026-11-02"), 1, 8);
    Files.writeString(folder.resolve("job.conf"), configuration());
    night(1).succeeded();
    night(2).succeeded();
    page = folder.resolve("registry/nights/2026-11-02.html");
    assertThat(page).hasSameTextualContentAs(folder.resolve("out/report.html"));
  }

  private static Row darker(Row row) {
    try {
      BufferedImage image =
          ImageIO.read(new ByteArrayInputStream((byte[]) row.columns().get("image")));
      BufferedImage dark =
          new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
      dark.getGraphics().drawImage(image, 0, 0, null);
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(new RescaleOp(0.3f, 0, null).filter(dark, null), "png", png);
      return row.with("image", png.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Run night(int day) {
    return Run.here(
        "nightly",
        "--config",
        folder.resolve("job.conf").toString(),
        "--date",
        "2026-11-0" + day,
        "--master",
        "local[1]");
  }

  private static String configuration() {
    return """
        model.path = "%s"
        inputs.image { column = image, kind = image, scale = 1/255, mean = 0.5, std = 0.25 }
        calibration.data = ["%s/data/date={date}"]
        validation { data = ["%s"], samples = 60, label-column = label, max-drop = 100 }
        quantization.method = minmax
        refine.samples = 0
        output.dir = "%s/out"
        run { progress-seconds = 0, max-bad-share = 0.1 }
        nightly { registry = "%s/registry", window = 1, max-worse = 100 }
        """
        .formatted(
            Checkout.demo("model.onnx"),
            folder,
            Checkout.demo("validation.parquet"),
            folder,
            folder);
  }

  @Test
  void theReportTellsTheNight() throws IOException {
    assertThat(Files.readString(page))
        .contains("Night of 2026-11-02", "Published", "version 2 in force")
        .contains("Since version 1 was made: ", "badge significant")
        .contains("id=\"stability\"", "id=\"timing\"", "id=\"quarantine\"", "id=\"candidates\"")
        .contains("<td>new<small>published</small>", "<td>in force</td>");
  }

  @Test
  void nothingSticksOutEverythingIsLegibleAndHeadingsSort() throws IOException {
    JsonNode views = probe();
    assertThat(views).hasSize(3);
    for (JsonNode view : views) {
      String where = view.path("width") + " pixels";
      assertThat(view.path("inner").asInt()).isEqualTo(view.path("width").asInt());
      assertThat(view.path("scroll").asInt())
          .as(where)
          .isLessThanOrEqualTo(view.path("inner").asInt());
      assertThat(view.path("outside")).as(where).isEmpty();
      assertThat(view.path("fetched").asInt()).as(where).isZero();
      JsonNode weakest = view.path("weakest");
      assertThat(weakest.path("contrast").asDouble()).as(weakest.toString()).isGreaterThan(LEGIBLE);
    }
    JsonNode columns = views.get(0).path("columns");
    assertThat(columns).hasSizeGreaterThan(20);
    columns.forEach(ReportLookTest::requireSorted);
  }

  /** Numbers before what is none; numbers by value, other texts by their letters. */
  private static void requireSorted(JsonNode column) {
    assertThat(column.path("order").asText()).isEqualTo("ascending descending");
    List<Double> up = numbers(column.path("up"));
    List<Double> down = numbers(column.path("down"));
    assertThat(up).as(column.toString()).isSortedAccordingTo(Comparator.naturalOrder());
    assertThat(down).as(column.toString()).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(up).hasSameSizeAs(down);
    if (column.path("title").asText().equals("PSI")) {
      assertThat(up).hasSizeGreaterThan(10);
      assertThat(up.get(0)).isLessThan(up.get(up.size() - 1));
    }
    if (column.path("title").asText().equals("tensor")) {
      assertThat(column.path("up").get(0).asText()).startsWith("block0");
      assertThat(column.path("down").get(0).asText()).startsWith("stem");
    }
  }

  /** The numbers that cells start with; cells without one are left out. */
  private static List<Double> numbers(JsonNode cells) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode cell : cells) {
      String text = cell.asText().replaceFirst("^×\\s*", "").replace(",", "");
      if (text.matches("-?[0-9.]+([ %].*)?")) {
        numbers.add(Double.valueOf(text.split("[ %]", 2)[0]));
      }
    }
    return numbers;
  }

  private static JsonNode probe() throws IOException {
    String html = Base64.getEncoder().encodeToString(Files.readAllBytes(page));
    try (InputStream script = ReportLookTest.class.getResourceAsStream("probe.js")) {
      String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      Path probe =
          Files.writeString(
              folder.resolve("probe.html"),
              "<!DOCTYPE html><meta charset=\"utf-8\"><body><script>"
                  + text.replace("@page@", html)
                  + "</script></body>");
      String document = browser.document(probe, folder);
      int start = document.lastIndexOf("<body>") + "<body>".length();
      String json = document.substring(start, document.lastIndexOf("</body>"));
      return new ObjectMapper().readTree(unescaped(json));
    }
  }

  private static String unescaped(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
  }

  @Test
  void thePictureHasWhatAReaderLooksFor() throws IOException {
    BufferedImage light = picture("light", false);
    BufferedImage dark = picture("dark", true);
    // The page's colours of report.css, at a corner where nothing else is.
    assertThat(light.getRGB(3, 3) & 0xffffff).isEqualTo(0xf5f6f8);
    assertThat(dark.getRGB(3, 3) & 0xffffff).isEqualTo(0x12161c);
    for (BufferedImage image : List.of(light, dark)) {
      int paper = image.getRGB(3, 3);
      assertThat(share(image, 0, WIDTH, rgb -> distance(rgb, paper) > 250)).isBetween(0.01, 0.15);
      // Nothing stands in the margins.
      assertThat(share(image, 0, 10, rgb -> rgb != paper)).isZero();
      assertThat(share(image, WIDTH - 10, WIDTH, rgb -> rgb != paper)).isZero();
    }
    // Red for the verdict, blue and grey for the histograms now and before.
    assertThat(share(light, 0, WIDTH, rgb -> near(rgb, 0xb3261e))).isGreaterThan(0.0001);
    assertThat(share(light, 0, WIDTH, rgb -> near(rgb, 0x2563c9))).isGreaterThan(0.0005);
    assertThat(share(light, 0, WIDTH, rgb -> near(rgb, 0xc3cad4))).isGreaterThan(0.002);
  }

  private static BufferedImage picture(String name, boolean dark) throws IOException {
    Path png = folder.resolve(name + ".png");
    browser.picture(page, folder, png, WIDTH, HEIGHT, dark);
    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(image.getWidth()).isEqualTo(WIDTH);
    assertThat(image.getHeight()).isEqualTo(HEIGHT);
    return image;
  }

  private static double share(
      BufferedImage image, int from, int to, java.util.function.IntPredicate counts) {
    int found = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = from; x < to; x++) {
        found += counts.test(image.getRGB(x, y)) ? 1 : 0;
      }
    }
    return found / (double) ((to - from) * image.getHeight());
  }

  private static boolean near(int rgb, int wanted) {
    return distance(rgb, wanted) < 24;
  }

  /** Sum of the differences of the three colours. */
  private static int distance(int a, int b) {
    int sum = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      sum += Math.abs((a >> shift & 255) - (b >> shift & 255));
    }
    return sum;
  }
}
