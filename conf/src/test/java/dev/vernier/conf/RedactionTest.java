package dev.vernier.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3a.secret.key",
        "fs.s3a.access.key",
        "spark.hadoop.fs.s3a.session.token",
        "fs.azure.account.key.store.dfs.core.windows.net",
        "javax.jdo.option.ConnectionPassword",
        "db.passwd",
        "AWS_SECRET_ACCESS_KEY",
        "google.private_key",
        "service.credentials",
        "apiKey"
      })
  void keysOfCredentials(String key) {
    assertThat(Redaction.isCredential(key)).isTrue();
    assertThat(Redaction.value(key, "v")).isEqualTo("*****");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inputs.token_type_ids.kind",
        "validation.metrics",
        "token-accuracy",
        "fs.s3a.aws.credentials.provider",
        "hadoop.security.credential.provider.path",
        "calibration.rows.key-column",
        "fs.s3a.endpoint"
      })
  void keysOfOtherThings(String key) {
    assertThat(Redaction.isCredential(key)).isFalse();
    assertThat(Redaction.value(key, "plain")).isEqualTo("plain");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no bucket with fs.s3a.secret.key=abc/+def, sorry | no bucket with fs.s3a.secret.key=*****, sorry
          password = 'a b c' is wrong                      | password = ***** is wrong
          {"fs.s3a.access.key" : "AKIA", "rows" : "7"}     | {"fs.s3a.access.key" : *****, "rows" : "7"}
          jdbc:x://db/y?user=me&password=hunter2&ssl=1     | jdbc:x://db/y?user=me&password=*****&ssl=1
          ftp://me:hunter2@host/data: not found            | ftp://me:*****@host/data: not found
          https://ghp_abc@github.com/x                     | https://*****@github.com/x
          abfs://container@account.dfs.core.windows.net/x  | abfs://container@account.dfs.core.windows.net/x
          s3a://bucket/date=2026-11-20/part.parquet        | s3a://bucket/date=2026-11-20/part.parquet
          https://b/x?X-Amz-Date=1&X-Amz-Signature=00ff&a=1 | https://b/x?X-Amz-Date=1&X-Amz-Signature=*****&a=1
          Authorization: Bearer abcdefgh.ijk-l             | Authorization: Bearer *****
          Unrecognized token 'foo': was expecting          | Unrecognized token 'foo': was expecting
          token-accuracy 98.5 (90 of 91)                   | token-accuracy 98.5 (90 of 91)
          """)
  void texts(String text, String shown) {
    assertThat(Redaction.hide(text)).isEqualTo(shown);
    assertThat(Redaction.hide(shown)).isEqualTo(shown);
  }

  @Test
  void rememberedValuesAreHiddenWhereverTheyStand() {
    Redaction.remember(
        Map.of(
            "fs.s3a.secret.key", "Zq8-sentinel",
            "other.secret", "Zq8-sentinel-and-more",
            "short.secret", "yes",
            "fs.s3a.endpoint", "an-endpoint"));
    assertThat(Redaction.hide("got <Zq8-sentinel-and-more>, Zq8-sentinel; yes, an-endpoint"))
        .isEqualTo("got <*****>, *****; yes, an-endpoint");
  }

  @Test
  void problemsShowNoCredentials() {
    assertThatThrownBy(
            () ->
                ConfigLoader.parse(
                    "model.path = m.onnx", "job.conf", List.of("fs.s3a.secret.key=Qx-hidden-1")))
        .hasMessageContaining("unknown key")
        .hasMessageNotContaining("Qx-hidden-1");
    assertThatThrownBy(
            () ->
                ConfigLoader.parse(
                    "model.path = m.onnx\ncalibration.data = [\"ftp://me:Qx-hidden-2@host/d\"]",
                    "job.conf",
                    List.of()))
        .hasMessageContaining("calibration.data")
        .hasMessageContaining("ftp://me:*****@host/d")
        .hasMessageContaining("spark.hadoop.fs")
        .hasMessageNotContaining("Qx-hidden-2");
  }
}
