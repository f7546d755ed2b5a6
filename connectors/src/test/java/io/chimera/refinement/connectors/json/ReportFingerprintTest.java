package io.chimera.refinement.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.KpiReport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REF-ING-10: a repeat is known by the fingerprint of its id, a conflict by that of its body. */
class ReportFingerprintTest {
  private static final String REPORT =
      "{\"reportId\":\"r\",\"system\":\"s\",\"component\":\"c\",\"agentId\":\"a\",\"timestamp\":1795248000000,\"sequence\":1,"
          + "\"metrics\":{\"m\":10,\"n\":[1,2],\"z\":0},\"labels\":{\"k\":\"v\",\"l\":\"w\",\"version\":\"1\"}}";

  @Test
  void theIdIsSystemAgentAndReport() {
    KpiReport report = Parsed.of(REPORT).report();

    assertThat(report.idHash())
        .isEqualTo(Digests.fold(Digests.fold(Digests.fold(0, "s"), "a"), "r"));
    assertThat(Parsed.of(REPORT.replace("\"c\"", "\"other\"")).report().idHash())
        .isEqualTo(report.idHash());
  }

  @Test
  void theBodyDoesNotDependOnHowItIsWritten() {
    int body = Parsed.of(REPORT).report().bodyHash();

    for (String same :
        List.of(
            REPORT.replace("\"m\":10,", "").replace("\"z\":0", "\"z\":0,\"m\":10"),
            REPORT
                .replace("\"k\":\"v\",", "")
                .replace("\"version\":\"1\"", "\"version\":\"1\",\"k\":\"v\""),
            REPORT.replace(":10", ":1e1").replace("[1,2]", "[1.0, 20E-1]"),
            REPORT.replace("\"z\":0", "\"z\":-0.0"),
            REPORT.replace("\"z\":0", "\"z\":-0"),
            REPORT.replace("{\"m\"", "{ \"\\u006d\""),
            REPORT.replace("1795248000000", "\"2026-11-21T08:00:00Z\""),
            REPORT.replace("\"sequence\"", "\"unknown\":{\"a\":[1]},\"sequence\""))) {
      assertThat(Parsed.of(same).report().bodyHash()).as(same).isEqualTo(body);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"c\"'|'\"d\"'",
        "1795248000000|1795248000001",
        "'\"sequence\":1,'|'\"sequence\":2,'",
        "'\"sequence\":1,'|''",
        ":10|:10.000001",
        ":10|[10]",
        "'[1,2]'|'[2,1]'",
        "'\"m\":10,\"n\"'|'\"n\":10,\"m\"'",
        "'\"v\"'|'\"w\"'",
        "'\"k\":\"v\"'|'\"v\":\"k\"'",
        "'\"version\":\"1\"'|'\"version\":\"2\"'",
        "',\"z\":0'|''"
      })
  void anythingElseIsAnotherBody(String part, String replacement) {
    String other = REPORT.replace(part, replacement.replace("[10]", ":[10]"));

    assertThat(other).isNotEqualTo(REPORT);
    assertThat(Parsed.of(other).report().bodyHash())
        .isNotEqualTo(Parsed.of(REPORT).report().bodyHash());
  }
}
