package dev.vernier.pipeline.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.onnx.io.AtomicFiles;
import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Locale;

/** Writes reports. A file is replaced only by a whole one. */
public final class ReportFiles {
  private ReportFiles() {}

  /** The report as JSON. */
  public static String json(Report report) {
    return text(report);
  }

  static String text(Object values) {
    return new String(PublicJson.bytes(values), UTF_8) + "\n";
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
    AtomicFiles.write(folder.resolve("report.json"), json(report).getBytes(UTF_8));
    AtomicFiles.write(folder.resolve("report.html"), html(report).getBytes(UTF_8));
  }
}
