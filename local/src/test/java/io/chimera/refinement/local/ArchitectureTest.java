package io.chimera.refinement.local;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.chimera.refinement.jobs.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.junit.jupiter.api.Test;

/** The house rules of {@code docs/architecture.md}, on all modules at once. */
@AnalyzeClasses(packages = "io.chimera.refinement", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String STATE = "io.chimera.refinement.state..";
  private static final String OPERATORS = "io.chimera.refinement.operators..";
  private static final String CONNECTORS = "io.chimera.refinement.connectors..";
  private static final String JOBS = "io.chimera.refinement.jobs..";
  private static final String LOCAL = "io.chimera.refinement.local..";

  @ArchTest
  static final ArchRule OPERATORS_AND_CONNECTORS_NEVER_MEET =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("state")
          .definedBy(STATE)
          .layer("operators")
          .definedBy(OPERATORS)
          .layer("connectors")
          .definedBy(CONNECTORS)
          .layer("jobs")
          .definedBy(JOBS)
          .layer("local")
          .definedBy(LOCAL)
          .whereLayer("state")
          .mayNotAccessAnyLayer()
          .whereLayer("operators")
          .mayOnlyAccessLayers("state")
          .whereLayer("connectors")
          .mayOnlyAccessLayers("state")
          .whereLayer("jobs")
          .mayOnlyAccessLayers("state", "operators", "connectors")
          .whereLayer("local")
          .mayOnlyAccessLayers("state", "operators", "connectors", "jobs");

  @ArchTest
  static final ArchRule STATE_IS_PURE_JAVA =
      classes()
          .that()
          .resideInAPackage(STATE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", STATE, "com.datadoghq.sketch..", "org.hipparchus..");

  @ArchTest
  static final ArchRule NO_CLOCK_AND_NO_CHANCE_BELOW_THE_JOBS =
      noClasses()
          .that()
          .resideInAnyPackage(STATE, OPERATORS)
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callConstructor(Random.class);

  @ArchTest
  static final ArchRule WHAT_FLINK_RUNS_IS_PUBLIC_AND_FINAL =
      classes()
          .that()
          .resideInAPackage(OPERATORS)
          .and(assignableTo(Function.class).or(assignableTo(StreamOperator.class)))
          .and()
          .areNotInterfaces()
          .should()
          .haveModifier(JavaModifier.PUBLIC)
          .andShould()
          .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule NOTHING_BELOW_THE_JOBS_SEES_A_CONFIGURATION =
      noClasses()
          .that()
          .resideInAnyPackage(STATE, OPERATORS, CONNECTORS)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Configuration.class);

  @ArchTest
  static final ArchRule UIDS_ARE_GIVEN_BY_STEPS_ONLY =
      noClasses()
          .that(not(equivalentTo(Step.class)))
          .should()
          .callMethod(SingleOutputStreamOperator.class, "uid", String.class)
          .orShould()
          .callMethod(DataStreamSource.class, "uid", String.class)
          .orShould()
          .callMethod(DataStreamSink.class, "uid", String.class);

  @ArchTest
  static final ArchRule THE_ORACLE_SHARES_NO_CODE_WITH_THE_PRODUCT =
      classes()
          .that()
          .resideInAPackage("io.chimera.refinement.local.oracle..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "io.chimera.refinement.local.oracle..",
              "com.fasterxml.jackson..",
              "org.apache.kafka.clients..",
              "org.apache.kafka.common..");

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Base|Impl)");

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    for (String module : List.of("state", "operators", "connectors", "jobs", "local")) {
      Path sources = Path.of("..", module, "src", "main", "java", "io", "chimera", "refinement");
      try (Stream<Path> files = Files.walk(sources)) {
        assertThat(
                files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct())
            .isNotEmpty()
            .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
      }
    }
  }
}
