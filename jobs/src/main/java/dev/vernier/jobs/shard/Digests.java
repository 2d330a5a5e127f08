package dev.vernier.jobs.shard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of bytes and text. */
public final class Digests {
  private Digests() {}

  /** The 32 bytes of the digest. */
  public static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The digest in hexadecimal. */
  public static String hex(byte[] content) {
    return HexFormat.of().formatHex(sha256(content));
  }

  /** The digest of a text's UTF-8 bytes in hexadecimal. */
  public static String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
