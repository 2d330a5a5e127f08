package dev.vernier.onnx.io;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 without checked exceptions. */
public final class Sha256 {
  private Sha256() {}

  /** A new digest. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The 32 bytes of the digest of some bytes. */
  public static byte[] of(byte[] bytes) {
    return digest().digest(bytes);
  }

  /** A digest in lower-case hexadecimal. */
  public static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  /** The digest of some bytes in lower-case hexadecimal. */
  public static String hexOf(byte[] bytes) {
    return hex(of(bytes));
  }

  /** The digest of a text's UTF-8 bytes in lower-case hexadecimal. */
  public static String hexOf(String text) {
    return hexOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
