package dev.vernier.pipeline.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.vernier.onnx.VernierException;
import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;

/** Writes reports. A file is replaced only by a whole one. */
public final class ReportFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ReportFiles() {}

  /** The report as JSON. */
  public static String json(Report report) {
    try {
      return JSON.writeValueAsString(report) + "\n";
    } catch (IOException e) {
      throw new IllegalStateException("plain values are always JSON", e);
    }
  }

  /** The report as one HTML page without references to anything outside it. */
  public static String html(Report report) {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(ReportFiles.class, "");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("computer");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    StringWriter out = new StringWriter();
    try {
      configuration.getTemplate("report.ftlh").process(ReportView.of(report), out);
    } catch (IOException | TemplateException e) {
      throw new IllegalStateException("the bundled template fails: " + e.getMessage(), e);
    }
    return out.toString();
  }

  /** Writes {@code report.json} and {@code report.html} into a folder. */
  public static void write(Report report, Path folder) {
    Map<String, String> files = Map.of("report.json", json(report), "report.html", html(report));
    files.forEach((name, text) -> write(folder.resolve(name), text));
  }

  private static void write(Path file, String text) {
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(temporary, text);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new VernierException("cannot write " + file + ": " + e, e);
    }
  }
}
