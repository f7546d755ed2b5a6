package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the kinds that people and other commands look up: their fields are known, their text is
 * free.
 */
final class ReferenceReader {
  private static final Map<String, List<String>> FIELDS =
      Map.of(
          Kinds.DEGRADATION,
              List.of("system", "rule", "attempts", "waits", "failures", "open", "source"),
          Kinds.GATE, List.of("system", "title", "objectives", "profiles", "dependsOn", "criteria"),
          Kinds.RETENTION,
              List.of("system", "collection", "retention", "aggregation", "buckets", "source"),
          Kinds.CREDITS, List.of("system", "objective", "bands", "source"),
          Kinds.SERVICE, List.of());

  private ReferenceReader() {}

  /** The document, or empty with at least one fault more. */
  static Optional<Reference> read(Document document, Faults faults) {
    int before = faults.count();
    if (document.kind().equals(Kinds.PROFILE)) {
      return LoadProfileReader.read(document, faults).map(ReferenceReader::reference);
    }
    Fields spec = document.spec();
    spec.free("description");
    String system =
        document.kind().equals(Kinds.SERVICE)
            ? ""
            : spec.text("system", Names::isSubject, Names.SUBJECT_RULE);
    List<Reference.Line> lines = new ArrayList<>();
    for (String field : FIELDS.get(document.kind())) {
      String line = spec.line(field);
      if (!line.isEmpty()) {
        lines.add(new Reference.Line(field, line));
      }
    }
    spec.end();
    return faults.count() > before
        ? Optional.empty()
        : Optional.of(new Reference(document.kind(), document.name(), system, lines));
  }

  /** The words of a load profile; what the generator needs besides is read by the generator. */
  private static Reference reference(LoadProfile profile) {
    List<Reference.Line> lines = new ArrayList<>();
    profile.stated().forEach((field, line) -> lines.add(new Reference.Line(field, line)));
    return new Reference(Kinds.PROFILE, profile.name(), profile.system(), lines);
  }
}
