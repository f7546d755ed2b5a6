package io.chimera.refinement.connectors.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.slo.AlertRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacksTest {
  /** Tests run in the module's directory. */
  private static final Path SHIPPED = Path.of("..", "packs");

  private static final String RULE =
      """
      apiVersion: refinement.io/v1
      kind: AlertRule
      metadata: {name: %s}
      spec:
        select: {metric: latency_ms}
        statistic: p95
        op: gt
        threshold: 500
        severity: warning
      """;

  @TempDir Path directory;

  @Test
  @DisplayName("REF-ALR-02, REF-ALR-04: the shipped packs are sound")
  void theShippedPacksLoadWithoutFaults() {
    Packs packs = Packs.read(SHIPPED.resolve("demo"));
    assertThat(packs.faults()).isEmpty();
    assertThat(packs.catalogues())
        .anySatisfy(c -> assertThat(c.covers("demo", "svc-00")).isTrue())
        .anyMatch(c -> c.tuning() != null);
    assertThat(packs.alertRules())
        .flatExtracting(AlertRule::conditions)
        .extracting(condition -> condition.indicator().system())
        .contains("demo", "host", "refinement");
    assertThat(packs.alertRules())
        .filteredOn(rule -> rule.name().startsWith("refinement-latency"))
        .extracting(
            rule -> rule.conditions().get(0).threshold(),
            AlertRule::severity,
            AlertRule::respondWithinMillis)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(500.0, Severity.WARNING, 3_600_000L),
            org.assertj.core.groups.Tuple.tuple(1_000.0, Severity.CRITICAL, 600_000L));
  }

  @Test
  void directoriesAreWalkedAndOtherFilesIgnored() throws IOException {
    write("b/rules.yml", RULE.formatted("b"));
    write("a.yaml", RULE.formatted("a") + "---\n" + RULE.formatted("a2"));
    write("c.json", ControlDocuments.read("x", RULE.formatted("c")).documents().get(0).json());
    write("README.md", "not a pack: [");
    write(".hidden.yaml", "not a pack: [");
    Packs packs = Packs.read(directory);
    assertThat(packs.faults()).isEmpty();
    assertThat(packs.alertRules()).extracting(AlertRule::name).containsExactly("a", "a2", "b", "c");
  }

  @Test
  void theSameNameTwiceNamesBothPlaces() throws IOException {
    Path first = write("a.yaml", "# a comment\n" + RULE.formatted("same"));
    Path second = write("b.yaml", RULE.formatted("other") + "---\n" + RULE.formatted("same"));
    Packs packs = Packs.read(directory);
    assertThat(packs.alertRules()).extracting(AlertRule::name).containsExactly("same", "other");
    assertThat(packs.faults())
        .containsExactly(
            new Fault(
                second.toString(),
                11,
                "metadata.name",
                "must be unique among its kind",
                "AlertRule/same",
                "first defined in " + first + ":2"));
  }

  @Test
  void aBadFileDoesNotHideTheOthers() throws IOException {
    Path bad = write("a.yaml", "a: [");
    Files.write(directory.resolve("b.yaml"), new byte[] {'a', ':', (byte) 0xFF});
    write("c.yaml", RULE.formatted("c"));
    Packs packs = Packs.read(directory);
    assertThat(packs.alertRules()).hasSize(1);
    assertThat(packs.faults())
        .extracting(Fault::file)
        .containsExactly(bad.toString(), directory.resolve("b.yaml").toString());
    assertThat(packs.faults())
        .extracting(Fault::rule)
        .containsExactly("must be valid YAML", "must be UTF-8 text");
  }

  @Test
  void aFreezeIsNoPartOfAPack() throws IOException {
    Path file =
        write("f.yaml", "apiVersion: refinement.io/v1\nkind: Freeze\nmetadata: {name: mplp}\n");
    assertThat(Packs.read(file).faults())
        .containsExactly(
            new Fault(
                file.toString(),
                1,
                "kind",
                "must be part of a pack",
                "Freeze",
                "use the command freeze instead"));
  }

  @Test
  void whatIsNotThereIsAFault() {
    Path missing = directory.resolve("missing");
    assertThat(Packs.read(missing).faults())
        .singleElement()
        .satisfies(
            fault ->
                assertThat(fault.toString())
                    .startsWith(
                        missing + ": document must be a readable file or directory; NoSuchFile"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
