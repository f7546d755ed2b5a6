package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.connectors.yaml.LoadProfile.Criterion;
import io.chimera.refinement.connectors.yaml.LoadProfile.Load;
import io.chimera.refinement.connectors.yaml.LoadProfile.Measure;
import io.chimera.refinement.connectors.yaml.LoadProfile.NotJudged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads {@code kind: LoadProfile}: the document's words, and what the load generator makes of them.
 */
final class LoadProfileReader {
  /** What the document says, for people. */
  static final List<String> STATED =
      List.of(
          "duration",
          "ramp",
          "users",
          "agents",
          "rate",
          "mix",
          "acceptance",
          "objectives",
          "conditions",
          "source");

  static final Predicate<String> SENTENCE = text -> !text.isBlank() && text.length() <= 512;
  static final String SENTENCE_RULE = "must be text of at most 512 characters";

  private static final double A_MONTH_OF_SECONDS = 31 * 86_400.0;

  private LoadProfileReader() {}

  /** The profile of a document that was read without a fault. */
  static LoadProfile of(ControlDocument document) {
    Faults faults = new Faults(document.key());
    Document parsed = new DocumentReader(document.key(), faults).read(document.json()).get(0);
    return read(parsed, faults)
        .orElseThrow(
            () -> new IllegalStateException("A valid document reads: " + faults.found().get(0)));
  }

  /** The profile, or empty with at least one fault more. */
  static Optional<LoadProfile> read(Document document, Faults faults) {
    int before = faults.count();
    Fields spec = document.spec();
    spec.free("description");
    String system = spec.text("system", Names::isSubject, Names.SUBJECT_RULE);
    Map<String, String> stated = new LinkedHashMap<>();
    for (String field : STATED) {
      String line = spec.line(field);
      if (!line.isEmpty()) {
        stated.put(field, line);
      }
    }
    Optional<Load> load =
        spec.sectionIfPresent("load").map(fields -> new LoadReader(fields, system).read());
    String instead = spec.text("runInstead", "", SENTENCE, SENTENCE_RULE);
    if (load.isPresent() && !instead.isEmpty()) {
      spec.fault("runInstead", "must be left out where there is a load", instead, "");
    }
    List<Criterion> criteria =
        spec.sectionIfPresent("criteria").map(LoadProfileReader::criteria).orElse(List.of());
    if (load.isEmpty() && !criteria.isEmpty()) {
      spec.fault("criteria", "must be left out where there is no load", "", "");
    }
    List<NotJudged> notJudged = new ArrayList<>();
    for (Fields entry : spec.sectionsIfPresent("notJudged")) {
      notJudged.add(
          new NotJudged(
              entry.text("what", SENTENCE, SENTENCE_RULE),
              entry.text("why", SENTENCE, SENTENCE_RULE)));
      entry.end();
    }
    spec.end();
    if (faults.count() == before && load.isPresent()) {
      recovery(spec, load.get(), criteria);
    }
    return faults.count() > before
        ? Optional.empty()
        : Optional.of(
            new LoadProfile(
                document.name(), system, stated, load.orElse(null), instead, criteria, notJudged));
  }

  private static void recovery(Fields spec, Load load, List<Criterion> criteria) {
    boolean asked = criteria.stream().anyMatch(each -> each.measure() == Measure.RECOVERY);
    if (asked && load.phases().stream().noneMatch(LoadProfile.Phase::spike)) {
      spec.fault(
          "criteria",
          "must ask for recovery only where a phase is a spike",
          Measure.RECOVERY.field(),
          "mark the phase with spike: true");
    }
  }

  private static List<Criterion> criteria(Fields fields) {
    List<Criterion> criteria = new ArrayList<>();
    limit(fields, criteria, Measure.ACCEPTED_LATENCY_P50, 1e-3, 3_600_000);
    limit(fields, criteria, Measure.ACCEPTED_LATENCY_P95, 1e-3, 3_600_000);
    limit(fields, criteria, Measure.LOSS, 0, 1e12);
    limit(fields, criteria, Measure.WITHIN, 1e-3, A_MONTH_OF_SECONDS);
    limit(fields, criteria, Measure.RECOVERY, 1e-3, A_MONTH_OF_SECONDS);
    limit(fields, criteria, Measure.RESOURCES_AVERAGE, 1e-3, 100);
    limit(fields, criteria, Measure.RESOURCES_PEAK, 1e-3, 100);
    List<String> objectives = fields.texts(Measure.OBJECTIVES.field());
    if (!objectives.isEmpty()) {
      criteria.add(new Criterion(Measure.OBJECTIVES, 0, objectives));
    }
    String gate = fields.text(Measure.GATE.field(), "", Names::isDocument, Names.DOCUMENT_RULE);
    if (!gate.isEmpty()) {
      criteria.add(new Criterion(Measure.GATE, 0, List.of(gate)));
    }
    for (Fields entry : fields.sectionsIfPresent(Measure.VALUE.field())) {
      criteria.add(
          new Criterion(
              Measure.VALUE,
              entry.number("below", -Double.MAX_VALUE, Double.MAX_VALUE),
              List.of(entry.text("objective", Names::isDocument, Names.DOCUMENT_RULE))));
      entry.end();
    }
    fields.end();
    return criteria;
  }

  private static void limit(
      Fields fields, List<Criterion> criteria, Measure measure, double least, double most) {
    if (fields.has(measure.field())) {
      criteria.add(new Criterion(measure, fields.number(measure.field(), least, most), List.of()));
    }
  }
}
