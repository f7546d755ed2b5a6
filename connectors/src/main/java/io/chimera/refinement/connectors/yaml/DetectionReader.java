package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.detect.DetectionDocument;
import io.chimera.refinement.state.detect.DetectionPolicy;
import io.chimera.refinement.state.detect.ExpectedReporter;
import io.chimera.refinement.state.detect.FalseAlarm;
import io.chimera.refinement.state.detect.SeriesSelector;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding.Direction;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Severity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the kinds that say how series are judged, and who has to report. */
final class DetectionReader {
  private static final String AGENT_RULE = "must be an agent's id or \"*\"";
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Rarities that can be demanded of an alarm; see {@code AnomalyWatch.Params}. */
  private static final double LEAST_RARITY = 1;

  private static final double MOST_RARITY = 12;

  private DetectionReader() {}

  /** The document, or empty with at least one fault more. */
  static Optional<DetectionDocument> read(Document document, Faults faults) {
    int before = faults.count();
    Fields spec = document.spec();
    spec.free("description");
    DetectionDocument read =
        switch (document.kind()) {
          case ControlUpdate.DETECTION_POLICY ->
              DetectionDocument.of(policy(document.name(), spec));
          case ControlUpdate.MAINTENANCE_WINDOW ->
              DetectionDocument.of(CalendarReader.read(document.name(), select(spec), spec));
          case ControlUpdate.FALSE_ALARM -> DetectionDocument.of(falseAlarm(document.name(), spec));
          default -> DetectionDocument.of(expected(document.name(), spec));
        };
    spec.end();
    return faults.count() > before ? Optional.empty() : Optional.of(read);
  }

  private static SeriesSelector select(Fields spec) {
    Optional<Fields> select = spec.section("select");
    if (select.isEmpty()) {
      return new SeriesSelector(Names.ANY, Names.ANY, Names.ANY, Names.ANY);
    }
    Fields fields = select.get();
    SeriesSelector selector =
        new SeriesSelector(
            Selection.system(fields),
            Selection.component(fields),
            fields.text("agent", Names.ANY, DetectionReader::isAgent, AGENT_RULE),
            Selection.metric(fields));
    fields.end();
    return selector;
  }

  private static boolean isAgent(String text) {
    return !text.isEmpty()
        && text.length() <= 128
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static DetectionPolicy policy(String name, Fields spec) {
    SeriesSelector select = select(spec);
    boolean off = spec.choiceOrFirst("enabled", List.of("true", "false")).equals("false");
    Direction direction =
        switch (spec.choiceOrFirst("direction", List.of("both", "up", "down"))) {
          case "up" -> Direction.UP;
          case "down" -> Direction.DOWN;
          default -> Direction.BOTH;
        };
    return new DetectionPolicy(
        name,
        select,
        off,
        direction,
        rarity(spec),
        spec.has("relativeFloor") ? spec.number("relativeFloor", 0, 1_000) : null,
        spec.has("absoluteFloor") ? spec.number("absoluteFloor", 0, Double.MAX_VALUE) : null);
  }

  /** The rarity of an alarm, or null; a rate of false alarms is another way to say it. */
  private static Double rarity(Fields spec) {
    if (spec.has("rarity") && spec.has("falsePositiveRate")) {
      spec.fault(
          "falsePositiveRate",
          "must not be given beside rarity",
          spec.line("falsePositiveRate"),
          "");
    }
    if (spec.has("falsePositiveRate")) {
      double rate = spec.number("falsePositiveRate", 1e-12, 0.1);
      return Math.max(LEAST_RARITY, Math.min(MOST_RARITY, -Math.log10(rate)));
    }
    return spec.has("rarity") ? spec.number("rarity", LEAST_RARITY, MOST_RARITY) : null;
  }

  private static FalseAlarm falseAlarm(String name, Fields spec) {
    String series =
        spec.text(
            "series",
            "",
            DetectionReader::isSeries,
            "must be a series as findings name it, system/component/agent/metric{labels}");
    if (spec.has("finding")) {
      if (spec.has("from") || spec.has("to")) {
        spec.fault("finding", "must not be given beside from and to", spec.line("finding"), "");
        spec.free("from");
        spec.free("to");
      }
      return new FalseAlarm(
          name,
          spec.text(
              "finding",
              text -> UUID.matcher(text).matches(),
              "must be the findingId of an anomaly"),
          series,
          0,
          0);
    }
    if (series.isEmpty() && !spec.has("series")) {
      spec.fault("", "must name a finding, or a series with from and to", "", "");
    }
    long from = SteeringReader.time(spec, "from");
    long to = SteeringReader.time(spec, "to");
    SteeringReader.ordered(spec, from, to);
    return new FalseAlarm(name, "", series, from, to);
  }

  private static boolean isSeries(String text) {
    try {
      return SeriesKey.parse(text).canonical().equals(text);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return false;
    }
  }

  private static ExpectedReporter expected(String name, Fields spec) {
    String system = spec.text("system", Names::isSubject, Names.SUBJECT_RULE);
    String component = spec.text("component", "", Names::isSubject, Names.SUBJECT_RULE);
    String agent = spec.text("agent", "", DetectionReader::isAgent, "must be an agent's id");
    if (spec.has("agent") && !spec.has("component")) {
      spec.fault("agent", "must have a component beside it", agent, "");
    }
    long within = spec.duration("within", 1_000, 30 * 86_400_000L);
    Severity severity =
        switch (spec.choiceOrFirst("severity", List.of("critical", "warning", "info"))) {
          case "info" -> Severity.INFO;
          case "warning" -> Severity.WARNING;
          default -> Severity.CRITICAL;
        };
    return new ExpectedReporter(name, system, component, agent, within, severity);
  }
}
