package io.chimera.refinement.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for a POSIX shell")
class ScriptTest {
  private static final Path SCRIPT =
      Path.of("..", "scripts", "refinement").toAbsolutePath().normalize();

  /** Output of both streams, and the exit status. */
  private record Result(int status, String output) {}

  @Test
  void anOldJavaIsRefusedWithTheRuleAndTheValue(@TempDir Path directory) throws Exception {
    Result result = run(javaThatSays(directory, "11.0.2"), "--help");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).startsWith("error: Java must be 17 or newer, was 11.0.2");
  }

  @Test
  void theArgumentsReachTheCommandLine(@TempDir Path directory) throws Exception {
    Path home =
        Files.createDirectories(directory.resolve("home/local/target/lib"))
            .getParent()
            .getParent()
            .getParent();
    Files.createDirectories(home.resolve("local/target/flink-lib"));
    Files.createFile(home.resolve("local/target/local-1.jar"));
    Files.createDirectories(home.resolve("jobs/target"));
    for (String jar :
        new String[] {
          "refinement-job.jar", "metrics-job.jar", "delivery-job.jar", "all-in-one-job.jar"
        }) {
      Files.createFile(home.resolve("jobs/target").resolve(jar));
    }
    Path copy = Files.createDirectories(home.resolve("scripts")).resolve("refinement");
    Files.copy(SCRIPT, copy);

    Result result = run(copy, javaThatSays(directory, "21"), "run", "--duration", "1 s");

    assertThat(result.status()).isZero();
    assertThat(result.output())
        .contains("-Drefinement.home=" + home.toRealPath())
        .contains("io.chimera.refinement.local.cli.Refinement run --duration 1 s");
  }

  private static Result run(Path javaHome, String... arguments)
      throws IOException, InterruptedException {
    return run(SCRIPT, javaHome, arguments);
  }

  private static Result run(Path script, Path javaHome, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add("bash");
    builder.command().add(script.toString());
    builder.command().addAll(java.util.List.of(arguments));
    builder.environment().put("JAVA_HOME", javaHome.toString());
    builder.environment().put("REFINEMENT_SKIP_BUILD", "1");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), output);
  }

  /** A Java that knows its version and otherwise repeats its arguments. */
  private static Path javaThatSays(Path directory, String version) throws IOException {
    Path home = directory.resolve("java-" + version);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        if [ "$1" = "-version" ]; then echo 'openjdk version "%s" 2024-01-01' >&2; else echo "$@"; fi
        """
            .formatted(version));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }
}
