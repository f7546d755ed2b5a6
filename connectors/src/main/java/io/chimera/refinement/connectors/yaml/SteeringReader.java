package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.slo.ActiveConditions;
import io.chimera.refinement.state.slo.ExclusionWindow;
import io.chimera.refinement.state.slo.SequencePattern;
import io.chimera.refinement.state.slo.Silence;
import io.chimera.refinement.state.slo.SloDocument;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the kinds that say when other documents count: silences, exclusions, conditions; and
 * sequences.
 */
final class SteeringReader {
  private static final String TIME_RULE = "must be a time with offset such as 2026-11-21T08:00:00Z";
  private static final String PATTERN_RULE = "must be a metric, \"*\", or alternatives behind =~";

  private SteeringReader() {}

  /** The document, or empty with at least one fault more. */
  static Optional<SloDocument> read(Document document, Faults faults) {
    int before = faults.count();
    Fields spec = document.spec();
    spec.free("description");
    SloDocument read =
        switch (document.kind()) {
          case Kinds.SILENCE -> silence(spec);
          case Kinds.EXCLUSION -> exclusion(spec);
          case Kinds.CONDITIONS ->
              SloDocument.of(new ActiveConditions(Selection.system(spec), spec.words("labels")));
          default -> sequence(document, spec);
        };
    spec.end();
    return faults.count() > before ? Optional.empty() : Optional.of(read);
  }

  private static SloDocument silence(Fields spec) {
    long from = time(spec, "from");
    long to = time(spec, "to");
    ordered(spec, from, to);
    return SloDocument.of(
        new Silence(
            spec.text(
                "rule",
                Names.ANY,
                text -> text.equals(Names.ANY) || Names.isDocument(text),
                Names.DOCUMENT_RULE),
            Selection.system(spec),
            IndicatorReader.component(spec),
            from,
            to));
  }

  private static SloDocument exclusion(Fields spec) {
    long from = time(spec, "from");
    long to = time(spec, "to");
    ordered(spec, from, to);
    return SloDocument.of(
        new ExclusionWindow(
            spec.text("reason", "scheduled", Names::isSubject, Names.SUBJECT_RULE),
            Selection.system(spec),
            from,
            to));
  }

  private static SloDocument sequence(Document document, Fields spec) {
    SequencePattern.Kind kind =
        SequencePattern.Kind.valueOf(
            known(spec.choice("pattern", SequencePattern.kinds())).toUpperCase(Locale.ROOT));
    return SloDocument.of(
        new SequencePattern(
            document.name(),
            kind,
            Selection.system(spec),
            spec.text("first", Names.ANY, text -> !text.isEmpty(), PATTERN_RULE),
            spec.text("then", Names.ANY, text -> !text.isEmpty(), PATTERN_RULE),
            spec.duration("within", 1_000, 86_400_000),
            (int) spec.number("count", 2, 2, 20),
            spec.constant("severity", Severity.class)));
  }

  private static String known(String kind) {
    return SequencePattern.kinds().contains(kind) ? kind : SequencePattern.kinds().get(0);
  }

  static void ordered(Fields spec, long from, long to) {
    if (to != 0 && from >= to) {
      spec.fault("to", "must be after from", Long.toString(to - from) + " ms", "");
    }
  }

  /** A time that must be there, as epoch milliseconds. */
  static long time(Fields spec, String name) {
    String text = spec.text(name, each -> millis(each) != 0, TIME_RULE);
    return text.isEmpty() ? 0 : millis(text);
  }

  /** Epoch milliseconds, or 0 for what is no time. */
  private static long millis(String text) {
    try {
      return text.matches("\\d{12,14}")
          ? Long.parseLong(text)
          : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      return 0;
    }
  }
}
