package io.chimera.refinement.local.cluster;

import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees to it that no child outlives this JVM, however it ends.
 *
 * <p>A shut-down hook ends the children of a JVM that stops in order. Against SIGKILL there is a
 * small shell that reads from this JVM until nothing can come any more, because this JVM is gone,
 * and then ends whoever is left. It costs no polling.
 */
final class ProcessGuard {
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      pids=''
      while read -r word pid; do
        case "$word" in
          add) pids="$pids $pid" ;;
          drop)
            rest=''
            for each in $pids; do [ "$each" = "$pid" ] || rest="$rest $each"; done
            pids="$rest" ;;
        esac
      done
      [ -z "$pids" ] || kill -9 $pids 2>/dev/null
      """;

  private static final ProcessGuard OF_THIS_JVM = new ProcessGuard();

  private final Set<Process> living = ConcurrentHashMap.newKeySet();
  private Writer shell;

  private ProcessGuard() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> living.forEach(Process::destroyForcibly), "end-children"));
  }

  static ProcessGuard ofThisJvm() {
    return OF_THIS_JVM;
  }

  /** From now on the process ends with this JVM. */
  synchronized void add(Process process) {
    living.add(process);
    tell("add", process);
  }

  /** The process has ended; its pid may soon belong to somebody else. */
  synchronized void drop(Process process) {
    living.remove(process);
    tell("drop", process);
  }

  private void tell(String word, Process process) {
    try {
      if (shell == null) {
        shell =
            new ProcessBuilder("sh", "-c", SCRIPT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .outputWriter(StandardCharsets.US_ASCII);
      }
      shell.write(word + ' ' + process.pid() + '\n');
      shell.flush();
    } catch (IOException e) {
      process.destroyForcibly();
      throw new Failure(
          "Cannot guard process %d: %s; check that sh is on PATH"
              .formatted(process.pid(), Failure.reason(new UncheckedIOException(e))),
          e);
    }
  }
}
