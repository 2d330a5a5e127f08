package dev.vernier.conf;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides credentials in whatever is shown, logged or recorded: values given to keys that sound like
 * credentials, passwords in URLs, signatures of signed URLs, bearer tokens, and every value that
 * was {@linkplain #remember remembered}, wherever it stands.
 */
public final class Redaction {
  /** What stands in place of a credential. */
  public static final String HIDDEN = "*****";

  /**
   * Keys of credentials as a regular expression, also for Spark's {@code spark.redaction.regex}. A
   * token is one only at the end of a key: models have inputs such as token_type_ids.
   */
  public static final String KEYS =
      "(?i)secret|passw(?:or)?d|passphrase|credential"
          + "|(?:access|account|private|api|shared|encryption)[._-]?key|token$|\\bsas\\b";

  /** Settings that sound like credentials and only say where or how to find them. */
  private static final Pattern WHEREABOUTS =
      Pattern.compile("(?i)\\.(?:providers?|path|class|impl|file|enabled|algorithm|mapping)$");

  /** Shorter values (yes, none, a port) would be hidden in the middle of innocent words. */
  private static final int SHORTEST = 6;

  private static final Pattern KEY = Pattern.compile(KEYS);
  private static final String NAME = "[A-Za-z0-9_.\\-]+";
  private static final String VALUE = "(?:\"[^\"]*\"|'[^']*'|[^\\s,;&\"')}\\]]+)";
  private static final Pattern ASSIGNED =
      Pattern.compile("(" + NAME + ")(\\s*=\\s*|\"\\s*:\\s*)(" + VALUE + ")");
  private static final Pattern USER_INFO =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.\\-]*://[^/\\s:@]*):[^/\\s@]+@");
  private static final Pattern WEB_TOKEN = Pattern.compile("(https?://)[^/\\s:@]+@");
  private static final Pattern SIGNATURE =
      Pattern.compile("(?i)([?&](?:sig|signature|x-amz-signature)=)[^&\\s\"']+");
  private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[A-Za-z0-9._~+/=\\-]{8,}");

  /** Longest first, so that a secret that contains another one is hidden whole. */
  private static final Set<String> SECRETS =
      new ConcurrentSkipListSet<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));

  private Redaction() {}

  /** Whether a setting of this name holds a credential. */
  public static boolean isCredential(String key) {
    return KEY.matcher(key).find() && !WHEREABOUTS.matcher(key).find();
  }

  /** From now on hides the values that these settings give to credentials, in every text. */
  public static void remember(Map<String, String> settings) {
    settings.forEach(
        (key, value) -> {
          if (isCredential(key) && value.strip().length() >= SHORTEST) {
            SECRETS.add(value.strip());
          }
        });
  }

  /** Whether a text holds a URL with a password. */
  public static boolean holdsPassword(String text) {
    return USER_INFO.matcher(text).find();
  }

  /** A setting's value as it may be shown. */
  public static String value(String key, String value) {
    return isCredential(key) && !value.isEmpty() ? HIDDEN : hide(value);
  }

  /** The text without credentials. */
  public static String hide(String text) {
    String hidden = text;
    for (String secret : SECRETS) {
      hidden = hidden.replace(secret, HIDDEN);
    }
    hidden = ASSIGNED.matcher(hidden).replaceAll(Redaction::assigned);
    hidden = USER_INFO.matcher(hidden).replaceAll("$1:" + HIDDEN + "@");
    hidden = WEB_TOKEN.matcher(hidden).replaceAll("$1" + HIDDEN + "@");
    hidden = SIGNATURE.matcher(hidden).replaceAll("$1" + HIDDEN);
    return BEARER.matcher(hidden).replaceAll("$1" + HIDDEN);
  }

  private static String assigned(java.util.regex.MatchResult match) {
    String kept = isCredential(match.group(1)) ? HIDDEN : match.group(3);
    return Matcher.quoteReplacement(match.group(1) + match.group(2) + kept);
  }
}
