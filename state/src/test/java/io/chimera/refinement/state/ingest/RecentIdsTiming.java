package io.chimera.refinement.state.ingest;

import io.chimera.refinement.state.event.Digests;
import java.io.PrintStream;

/**
 * Prints what a check and a remember cost with a million ids; run by hand, the figures depend on
 * the machine.
 */
final class RecentIdsTiming {
  private static final long HOUR = 3_600_000;
  private static final int IDS_PER_HOUR = 1_000_000;

  private RecentIdsTiming() {}

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    for (int round = 0; round < 3; round++) {
      RecentIds recent = new RecentIds(HOUR, 60_000, 10_000_000);
      int duplicates = run(recent, 0, IDS_PER_HOUR);
      long begin = System.nanoTime();
      duplicates += run(recent, IDS_PER_HOUR, 4 * IDS_PER_HOUR);
      long nanos = System.nanoTime() - begin;
      out.printf(
          "check+remember %d ns, %d ids, %.1f bytes per id, %d duplicates%n",
          nanos / (3L * IDS_PER_HOUR),
          recent.size(),
          (double) recent.bytes() / recent.size(),
          duplicates);
    }
  }

  /** Event time passes so that an hour holds a million ids; one report in twenty is a repeat. */
  private static int run(RecentIds recent, int from, int to) {
    int duplicates = 0;
    for (int i = from; i < to; i++) {
      int number = i % 20 == 19 && i > 100_000 ? i - (int) (Digests.mix(i) & 0xFFFF) : i;
      long timestamp = number * (HOUR / 1_000) / (IDS_PER_HOUR / 1_000);
      long watermark = i * (HOUR / 1_000) / (IDS_PER_HOUR / 1_000) - 5_000;
      long id = Digests.mix(number + 1);
      if (recent.check(id, number, timestamp, watermark) == RecentIds.Answer.NEW) {
        recent.remember(id, number, timestamp, watermark);
      } else {
        duplicates++;
      }
      if (i % 1_000 == 0) {
        recent.expire(watermark);
      }
    }
    return duplicates;
  }
}
