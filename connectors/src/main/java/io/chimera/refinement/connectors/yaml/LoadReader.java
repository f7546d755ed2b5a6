package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.connectors.yaml.LoadProfile.Blemishes;
import io.chimera.refinement.connectors.yaml.LoadProfile.Disturbance;
import io.chimera.refinement.connectors.yaml.LoadProfile.Load;
import io.chimera.refinement.connectors.yaml.LoadProfile.MixEntry;
import io.chimera.refinement.connectors.yaml.LoadProfile.Phase;
import io.chimera.refinement.connectors.yaml.LoadProfile.Variant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code spec.load} of a load profile. */
final class LoadReader {
  private static final long TEN_WEEKS = 70 * 86_400_000L;
  private static final long MINUTE = 60_000;

  private final Fields fields;
  private final String system;
  private double perUserPerMinute;

  LoadReader(Fields fields, String system) {
    this.fields = fields;
    this.system = system;
  }

  /** The load; worth nothing when there are faults. */
  Load read() {
    perUserPerMinute = fields.number("perUserPerMinute", 0, 1e-6, 1e6);
    String reportsAs = fields.text("reportsAs", system, Names::isSubject, Names.SUBJECT_RULE);
    int agents = (int) fields.number("agents", 1, 1_000_000);
    int requestsPerReport = (int) fields.number("requestsPerReport", 1, 1, 1_000);
    List<Phase> phases = phases(fields);
    List<Variant> variants = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields entry : fields.sectionsIfPresent("variants")) {
      String name = entry.text("name", Names::isDocument, Names.DOCUMENT_RULE);
      if (!names.add(name)) {
        entry.fault("name", "must be unique among the variants", name, "");
      }
      variants.add(new Variant(name, phases(entry)));
      entry.end();
    }
    Load load =
        new Load(
            reportsAs,
            agents,
            requestsPerReport,
            phases,
            variants,
            mix(),
            numbers(fields, "ratePerRequest", 0, 1e6),
            fields.words("conditions"),
            disturbances(),
            blemishes());
    fields.end();
    return load;
  }

  private List<Phase> phases(Fields owner) {
    List<Phase> phases = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields entry : owner.sections("phases")) {
      Phase phase = new PhaseReader(entry, perUserPerMinute).read();
      if (!names.add(phase.name())) {
        entry.fault("name", "must be unique among the phases", phase.name(), "");
      }
      phases.add(phase);
    }
    if (phases.isEmpty()) {
      owner.fault("phases", "must name at least one phase", "", "");
    }
    return List.copyOf(phases);
  }

  private List<MixEntry> mix() {
    List<MixEntry> mix = new ArrayList<>();
    for (Fields entry : fields.sections("mix")) {
      mix.add(
          new MixEntry(
              entry.text("component", Names::isSubject, Names.SUBJECT_RULE),
              entry.text(
                  "operation", "", LoadProfileReader.SENTENCE, LoadProfileReader.SENTENCE_RULE),
              entry.number("weight", 1e-6, 1e9),
              numbers(entry, "metrics", -1e15, 1e15)));
      entry.end();
    }
    if (mix.isEmpty()) {
      fields.fault("mix", "must name at least one kind of request", "", "");
    }
    return List.copyOf(mix);
  }

  private List<Disturbance> disturbances() {
    List<Disturbance> disturbances = new ArrayList<>();
    for (Fields entry : fields.sectionsIfPresent("disturbances")) {
      boolean silent = entry.flag("silent");
      double factor = entry.number("factor", 1, 0, 1e6);
      double drift = entry.number("driftPercentPerHour", 0, -1e6, 1e6);
      if ((silent ? 1 : 0) + (entry.has("factor") ? 1 : 0) + (drift != 0 ? 1 : 0) != 1) {
        entry.fault("", "must have exactly one of silent, factor and driftPercentPerHour", "", "");
      }
      disturbances.add(
          new Disturbance(
              entry.text("name", Names::isDocument, Names.DOCUMENT_RULE),
              Selection.component(entry),
              Selection.metric(entry),
              entry.number("agentsPercent", 100, 0, 100),
              entry.duration("from", 0, 0, TEN_WEEKS),
              entry.duration("duration", 1, TEN_WEEKS),
              factor,
              drift,
              silent));
      entry.end();
    }
    return List.copyOf(disturbances);
  }

  private Blemishes blemishes() {
    double duplicates = fields.number("duplicatesPercent", 0, 0, 100);
    double disorder = fields.number("disorderPercent", 0, 0, 100);
    long far = fields.duration("disorder", 0, 1, MINUTE);
    if ((disorder > 0) != (far > 0)) {
      fields.fault("disorder", "must be given together with disorderPercent", "", "");
    }
    return new Blemishes(duplicates, disorder, far);
  }

  private static Map<String, Double> numbers(Fields owner, String name, double least, double most) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    owner
        .sectionIfPresent(name)
        .ifPresent(
            section -> {
              for (String key : section.names()) {
                if (!Names.isSubject(key)) {
                  section.fault(key, Names.SUBJECT_RULE, key, "");
                }
                numbers.put(key, section.number(key, least, most));
              }
            });
    return numbers;
  }
}
