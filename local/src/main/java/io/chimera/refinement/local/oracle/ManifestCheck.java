package io.chimera.refinement.local.oracle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the input topic with what was sent: acknowledged sends stand where the broker said,
 * failed ones nowhere, unknown ones once or not at all, and nothing else is there.
 */
final class ManifestCheck {
  private ManifestCheck() {}

  static void run(List<SendManifest.Entry> sent, List<Stored> input, Tally tally) {
    Map<String, Stored> byPlace = new HashMap<>();
    input.forEach(stored -> byPlace.put(stored.partition() + "@" + stored.offset(), stored));
    Map<Long, Integer> found = new HashMap<>();
    for (Stored stored : input) {
      String seq = stored.headers().get(LoadSender.SEQ_HEADER);
      if (seq == null) {
        tally.wrong("input that nobody sent: " + stored.place());
      } else {
        found.merge(Long.parseLong(seq), 1, Integer::sum);
      }
    }
    for (SendManifest.Entry entry : sent) {
      int times = found.getOrDefault(entry.seq(), 0);
      tally.fact(entry.state().name().toLowerCase(java.util.Locale.ROOT), 1);
      switch (entry.state()) {
        case ACKED -> {
          Stored there = byPlace.get(entry.partition() + "@" + entry.offset());
          if (there == null || times == 0) {
            tally.lost("acknowledged send " + entry);
          } else if (times > 1) {
            tally.duplicate("acknowledged send " + entry);
          } else if (!DeadLetterCheck.sha256(there.value() == null ? new byte[0] : there.value())
              .equals(entry.sha256())) {
            tally.wrong("acknowledged send " + entry + " has other bytes");
          }
        }
        case FAILED -> {
          if (times > 0) {
            tally.wrong("refused send is there: " + entry);
          }
        }
        case UNKNOWN -> {
          if (times > 1) {
            tally.duplicate("unknown send " + entry);
          }
        }
      }
    }
  }
}
