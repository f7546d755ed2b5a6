package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Finding;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A sequence that was matched, as a finding. */
public final class SequenceReport {
  private SequenceReport() {}

  /** The finding of the events, which are in the order of time. */
  public static Finding finding(SequencePattern pattern, List<SequenceEvent> events) {
    SequenceEvent first = events.get(0);
    SequenceEvent last = events.get(events.size() - 1);
    boolean wide = pattern.kind() == SequencePattern.Kind.CASCADE;
    String series =
        switch (pattern.kind()) {
          case FOLLOWED_BY -> first.componentKey();
          case CASCADE -> first.system();
          case FLAPPING -> first.subject() + ':' + first.name();
        };
    String what =
        events.stream()
            .map(
                event ->
                    (wide ? event.component() + " " : "")
                        + (event.metric().isEmpty() ? event.name() : event.metric()))
            .collect(Collectors.joining(", then "));
    return new Finding(
        Finding.id(Finding.Kind.SEQUENCE, series, pattern.name(), first.timeMillis()),
        Finding.Kind.SEQUENCE,
        first.system(),
        wide ? "*" : first.component(),
        null,
        last.metric().isEmpty() ? null : last.metric(),
        Map.of(),
        series,
        pattern.name(),
        first.timeMillis(),
        last.timeMillis(),
        last.timeMillis(),
        last.timeMillis(),
        Finding.State.CLOSED,
        1,
        pattern.severity(),
        Finding.Direction.BOTH,
        events.size(),
        "events",
        0,
        0,
        List.of(),
        events.stream().map(SequenceEvent::id).filter(id -> !id.isEmpty()).distinct().toList(),
        false,
        "%s: %s within %s s."
            .formatted(
                pattern.name(),
                what,
                Figures.text((last.timeMillis() - first.timeMillis()) / 1_000.0)));
  }
}
