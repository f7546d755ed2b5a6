package io.chimera.refinement.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.chimera.refinement.local.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are those of POSIX")
class ManagedProcessTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Says that it is there, and waits. */
  public static final class Waiting {
    private Waiting() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.out.println("here");
      new CountDownLatch(1).await();
    }
  }

  /** Has a child, and waits. */
  public static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws InterruptedException {
      ManagedProcess.start(plan("child", Waiting.class), Path.of(arguments[0]));
      new CountDownLatch(1).await();
    }
  }

  @Test
  void aKilledProcessIsGoneAndStartsAgainUnderAnotherPid(@TempDir Path folder) throws Exception {
    try (ManagedProcess process = ManagedProcess.start(plan("one", Waiting.class), folder)) {
      awaitLines(process, 1);
      long first = process.pid();
      assertThat(pidIn(folder, "one")).isEqualTo(first);

      process.kill();
      assertThat(process.alive()).isFalse();
      assertThat(isThere(first)).isFalse();
      assertThat(folder.resolve("pids/one.pid")).doesNotExist();
      assertThatThrownBy(process::freeze).isInstanceOf(Failure.class).hasMessageContaining("one");

      process.restart();
      awaitLines(process, 2);
      assertThat(process.pid()).isNotEqualTo(first);
      assertThat(pidIn(folder, "one")).isEqualTo(process.pid());
    }
    assertThat(folder.resolve("pids")).isEmptyDirectory();
  }

  @Test
  void aFrozenProcessIsThereAndCanStillBeClosed(@TempDir Path folder) {
    ManagedProcess process = ManagedProcess.start(plan("one", Waiting.class), folder);
    awaitLines(process, 1);
    process.freeze();
    assertThat(process.alive()).isTrue();
    process.resume();
    process.freeze();

    process.close();

    assertThat(isThere(process.pid())).isFalse();
  }

  @Test
  void noChildOutlivesAParentThatIsKilled(@TempDir Path folder) {
    try (ManagedProcess parent =
        ManagedProcess.start(plan("parent", Parent.class, folder.toString()), folder)) {
      await()
          .atMost(SOON)
          .until(
              () -> Files.exists(folder.resolve("logs/child.log")) && pidIn(folder, "child") > 0);
      long child = readPid(folder, "child");
      assertThat(isThere(child)).isTrue();

      parent.kill();

      await().atMost(SOON).until(() -> !isThere(child));
    }
  }

  private static void awaitLines(ManagedProcess process, int lines) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(Files.readAllLines(process.log())).hasSize(lines));
  }

  private static boolean isThere(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }

  private static long readPid(Path folder, String name) {
    try {
      return pidIn(folder, name);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long pidIn(Path folder, String name) throws java.io.IOException {
    Path file = folder.resolve("pids").resolve(name + ".pid");
    String text = Files.exists(file) ? Files.readString(file).strip() : "";
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  private static ProcessPlan plan(String name, Class<?> main, String... arguments) {
    return new ProcessPlan(
        name,
        System.getProperty("java.class.path"),
        List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        main.getName(),
        List.of(arguments));
  }
}
