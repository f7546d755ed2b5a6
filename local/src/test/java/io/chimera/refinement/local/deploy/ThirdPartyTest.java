package io.chimera.refinement.local.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code THIRD-PARTY.md} names everything that the modules depend on, and no licence that asks for
 * more than ours.
 */
class ThirdPartyTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>(.*?)</dependency>",
          Pattern.DOTALL);

  /** Their scope stands in the parent: they are for tests only. */
  private static final List<String> FOR_TESTS =
      List.of("flink-test-utils", "json-schema-validator", "awaitility", "archunit-junit5");

  @ParameterizedTest
  @ValueSource(strings = {"state", "operators", "connectors", "jobs", "local"})
  void everyDependencyIsListed(String module) throws Exception {
    String listed = Files.readString(Documents.HOME.resolve("THIRD-PARTY.md"), UTF_8);
    String pom = Files.readString(Documents.HOME.resolve(module).resolve("pom.xml"), UTF_8);
    DEPENDENCY
        .matcher(pom)
        .results()
        .filter(match -> !match.group(1).equals("io.chimera.refinement"))
        .filter(match -> !match.group(3).contains("<scope>test</scope>"))
        .filter(match -> !FOR_TESTS.contains(match.group(2)))
        .forEach(
            match ->
                assertThat(listed).contains("| " + match.group(1) + " | " + match.group(2) + " |"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"| GPL", "| AGPL", "| SSPL", "| LGPL-2.1-only |", "not stated"})
  void noLicenceAsksForMore(String licence) throws Exception {
    assertThat(Files.readString(Documents.HOME.resolve("THIRD-PARTY.md"), UTF_8))
        .doesNotContain(licence);
  }
}
