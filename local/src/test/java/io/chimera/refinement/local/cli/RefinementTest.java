package io.chimera.refinement.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.local.world.Ports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RefinementTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "submit",
        "savepoint",
        "restore",
        "rescale",
        "status",
        "topics",
        "validate",
        "load",
        "console"
      })
  void everyCommandExplainsItself(String command) {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains(command);
    assertThat(execute(command, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: refinement " + command);
  }

  @Test
  void theVersionIsPrinted() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).startsWith("refinement ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "walk",
        "run --duration never",
        "run --duration 0s",
        "run --port-kafka 70000",
        "run --set refinement.seed",
        "run --set refinement.sed=1",
        "run --set refinement.seed=one",
        "run --packs /no/such/folder",
        "run --config /no/such/file.yaml",
        "topics",
        "topics --create --check",
        "topics --check --replication -1",
        "run --task-managers 2",
        "run --cluster --task-managers 0",
        "run --cluster --job-managers 3",
        "submit --job nothing",
        "submit --parallelism 0",
        "savepoint --drain",
        "savepoint --jobmanager nowhere",
        "restore",
        "restore --from x --set refinement.window.slide=7s",
        "rescale",
        "rescale --parallelism 721",
        "status --format xml",
        "submit --job delivery",
        "submit --job delivery --set refinement.subscribers.a.url=ftp://x",
        "submit --set refinement.window.slide=7s"
      })
  void wrongUsageOrConfigurationStartsNothing(String arguments) {
    assertThat(execute(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
        .as(err.toString())
        .isEqualTo(2);
    assertThat(err.toString()).startsWith("error: ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aDeliveryWithoutSubscribersIsRefusedWithTheNextStep() {
    assertThat(execute("submit", "--job", "delivery")).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "error: refinement.subscribers must name at least one subscriber for the delivery job,"
                + " was empty; set refinement.subscribers.NAME.url");
  }

  @Test
  void everyFaultOfTheSettingsIsNamedAtOnce() {
    assertThat(
            execute("run", "--set", "refinement.seed=one", "--set", "refinement.anomaly.limit=-1"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("refinement.seed must be", "refinement.anomaly.limit must be");
  }

  @Test
  void aPortInUseEndsTheRunBeforeAnythingStarts(@TempDir Path base) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Path data = base.resolve("data");

      assertThat(
              execute(
                  "run",
                  "--port-kafka",
                  port,
                  "--port-ui",
                  port,
                  "--port-db",
                  "0",
                  "--port-console",
                  "0",
                  "--data",
                  data.toString()))
          .isEqualTo(1);
      assertThat(err.toString())
          .contains(
              "Cannot start kafka on port "
                  + port
                  + ": the port is in use; pass --port-kafka 0 for any free port")
          .contains("Cannot start the Flink web UI on port " + port);
      assertThat(data.resolve("kafka")).doesNotExist();
      assertThat(data.resolve("db")).doesNotExist();
    }
  }

  @Test
  void anUnwritableDataFolderIsNamed(@TempDir Path base) throws Exception {
    Path file = Files.writeString(base.resolve("file"), "no folder");

    assertThat(execute("run", "--data", file.resolve("data").toString())).isEqualTo(1);
    assertThat(err.toString()).startsWith("error: Cannot write to the data folder");
  }

  @Test
  void aClusterThatCannotBeReachedIsNamed() {
    String nobody = Ports.LOOPBACK + ':' + Ports.free();

    for (String command : new String[] {"status", "savepoint", "rescale --parallelism 2"}) {
      assertThat(execute((command + " --jobmanager " + nobody).split(" "))).isEqualTo(1);
      assertThat(err.toString()).startsWith("error: Cannot reach Flink at http://" + nobody);
      err.getBuffer().setLength(0);
    }
  }

  @Test
  void validationFindsEveryFaultOfSettingsAndPacks(@TempDir Path base) throws Exception {
    Path packs =
        Files.writeString(
            base.resolve("pack.yaml"),
            "apiVersion: refinement.io/v1\nkind: AlertRule\nmetadata: {name: x}\n");

    assertThat(
            execute(
                "validate",
                "--packs",
                packs.toString(),
                "--set",
                "refinement.seed=one",
                "--format",
                "json"))
        .isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "\"path\" : \"refinement.seed\"", "\"file\" : \"--set\"", "pack.yaml", "\"hint\"");
  }

  @Test
  void whatIsRightIsRight(@TempDir Path base) {
    assertThat(execute("validate", "--packs", base.toString(), "--set", "refinement.seed=7"))
        .as(out.toString())
        .isZero();
    assertThat(out.toString()).contains("no faults");
  }

  private int execute(String... arguments) {
    CommandLine commands = Refinement.commandLine();
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }

  @Test
  void aFileThatIsMissingOrBrokenIsToldInOneSentence(@TempDir Path folder) throws Exception {
    CommandRun missing = CommandRun.of("validate", "--config", folder.resolve("no").toString());
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.out()).endsWith("must be a file that exists, was missing");
    Path broken = Files.writeString(folder.resolve("b.yaml"), "a: [1");
    CommandRun yaml = CommandRun.of("validate", "--config", broken.toString());
    assertThat(yaml.out().lines()).hasSize(1);
    assertThat(yaml.out()).contains("must be YAML, was broken at line 1: expected ',' or ']'");
  }

  @Test
  void nobodyListeningIsARefusedConnection() {
    CommandRun run = CommandRun.of("status", "--jobmanager", "127.0.0.1:1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("Cannot reach Flink at http://127.0.0.1:1: connection refused;");
  }

  @Test
  void uptimeHasTheTwoLargestUnits() {
    assertThat(StatusCommand.uptime(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(StatusCommand.uptime(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
    assertThat(StatusCommand.uptime(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    assertThat(StatusCommand.uptime(Duration.ofHours(76))).isEqualTo("3 d 4 h");
  }

  @Test
  void stateCanOnlyBeForgottenWhereThereIsSome() {
    CommandRun run = CommandRun.of("submit", "--allow-non-restored-state");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--allow-non-restored-state must be given together with --from");
    assertThat(CommandRun.of("restore", "--help").out())
        .contains("--allow-non-restored-state")
        .doesNotContain("Default: {}");
  }
}
