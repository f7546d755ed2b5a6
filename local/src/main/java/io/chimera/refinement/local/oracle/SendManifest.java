package io.chimera.refinement.local.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What became of every send, as the broker answered: one line per send, tab-separated, in the order
 * of the answers. Thread-safe.
 */
public final class SendManifest implements AutoCloseable {
  /** What is known of a send. */
  public enum State {
    /** The broker has it, on all its replicas. */
    ACKED,
    /** The broker refused it for good. */
    FAILED,
    /** No answer: it is there once or not at all. */
    UNKNOWN
  }

  /**
   * One send.
   *
   * @param partition where it was sent to
   * @param offset where it stands, -1 when that is not known
   */
  public record Entry(
      long seq,
      String id,
      int partition,
      long offset,
      String sha256,
      State state,
      long sentMillis) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Writer file;

  public SendManifest(Path path) {
    try {
      file = Files.newBufferedWriter(path);
      file.write("seq\tid\tpartition\toffset\tsha256\tstate\tsentMillis\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the manifest " + path + "; check the folder", e);
    }
  }

  synchronized void add(Entry entry) {
    entries.add(entry);
    try {
      file.write(
          "%d\t%s\t%d\t%d\t%s\t%s\t%d\n"
              .formatted(
                  entry.seq(),
                  entry.id(),
                  entry.partition(),
                  entry.offset(),
                  entry.sha256(),
                  entry.state().name().toLowerCase(Locale.ROOT),
                  entry.sentMillis()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the manifest; check the disk", e);
    }
  }

  /** The sends whose outcome is known or given up. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the manifest; check the disk", e);
    }
  }
}
