package dev.vernier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Chromium without a window and without a network: any host name fails, and so does what is asked
 * of an address, as the proxy is not there.
 *
 * @param program the one of the system property {@code vernier.browser}, or of the environment's
 *     {@code VERNIER_BROWSER}, or the first of the usual names on the path
 */
record Browser(Path program) {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final long SECONDS = 120;

  /** Empty if this machine has none. */
  static Optional<Browser> find() {
    String named = System.getProperty("vernier.browser", System.getenv("VERNIER_BROWSER"));
    if (named != null) {
      return Optional.of(new Browser(Path.of(named)));
    }
    String[] folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
    return NAMES.stream()
        .flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Browser::new);
  }

  /** The page as it is after its scripts have run; fails if they complain. */
  String document(Path page, Path scratch) {
    Path out = scratch.resolve("document.html");
    String messages = run(page, scratch, out, "--dump-dom");
    assertThat(messages).doesNotContain("CONSOLE", "Uncaught");
    try {
      return Files.readString(out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A picture of the page in a window of this size. */
  void picture(Path page, Path scratch, Path png, int width, int height, boolean dark) {
    run(
        page,
        scratch,
        scratch.resolve("out.txt"),
        "--screenshot=" + png,
        "--window-size=" + width + "," + height,
        "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1));
  }

  /** What the program writes to its standard error. */
  private String run(Path page, Path scratch, Path out, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--no-first-run",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--proxy-server=127.0.0.1:9",
                "--enable-logging=stderr",
                "--user-data-dir=" + scratch.resolve("profile")));
    command.addAll(List.of(options));
    command.add(page.toUri().toString());
    Path err = scratch.resolve("messages.txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("no answer within " + SECONDS + " s: " + command);
      }
      assertThat(process.exitValue()).as(Files.readString(err)).isZero();
      return Files.readString(err);
    } catch (IOException e) {
      throw new IllegalStateException("cannot start " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
