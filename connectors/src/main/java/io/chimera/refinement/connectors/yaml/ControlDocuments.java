package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.slo.Objective;
import io.chimera.refinement.state.slo.SloDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The documents of one text, YAML or JSON.
 *
 * @param documents those without a fault, in order
 * @param faults everything that is wrong with the others
 */
public record ControlDocuments(List<ControlDocument> documents, List<Fault> faults) {

  public ControlDocuments {
    documents = List.copyOf(documents);
    faults = List.copyOf(faults);
  }

  /** Reads a text that refers to nothing outside; {@code file} is what faults call it. */
  public static ControlDocuments read(String file, String text) {
    return read(file, text, new References());
  }

  /** Reads a text that may refer to documents that were found before. */
  static ControlDocuments read(String file, String text, References references) {
    Faults faults = new Faults(file);
    List<ControlDocument> documents = new ArrayList<>();
    List<Document> parsed = new DocumentReader(file, faults).read(text);
    references.addAll(parsed);
    for (Document document : parsed) {
      Optional<ControlUpdate> update = update(document, faults, references);
      if (update.isPresent() && document.sound()) {
        documents.add(
            new ControlDocument(file, document.line(), update.get(), toJson(document, references)));
      }
    }
    return new ControlDocuments(documents, faults.found());
  }

  /** What a text defines for others to refer to, its faults aside. */
  static void collect(String file, String text, References references) {
    references.addAll(new DocumentReader(file, new Faults(file)).read(text));
  }

  /** The JSON form of a parsed document, which stands by itself: what it refers to is in it. */
  static String toJson(Document document, References references) {
    MappingNode root = (MappingNode) document.root();
    if (document.kind().equals(Kinds.SLO) || document.kind().equals(Kinds.OBJECTIVE)) {
      Node name = document.spec().node("indicatorRef");
      if (name != null) {
        Optional<Document> found = references.find(Kinds.SLI, text(name));
        if (found.isPresent()) {
          MappingNode spec =
              References.replaced(
                  document.spec().node(),
                  "indicatorRef",
                  "indicator",
                  References.inline(found.get()));
          return JsonText.of(References.replaced(root, "spec", "spec", spec));
        }
      }
    }
    return JsonText.of(root);
  }

  private static String text(Node node) {
    return node instanceof org.snakeyaml.engine.v2.nodes.ScalarNode scalar ? scalar.getValue() : "";
  }

  private static Optional<ControlUpdate> update(
      Document document, Faults faults, References references) {
    String kind = document.kind();
    String name = document.name();
    if (Kinds.isMomentary(kind)) {
      return order(document, faults);
    }
    if (document.spec() == null) {
      faults.add(document.line(), "spec", "must be a mapping", "", "it is missing");
      return Optional.empty();
    }
    return switch (kind) {
      case ControlUpdate.ALERT_RULE ->
          AlertRuleReader.read(document, faults).map(rule -> ControlUpdate.of(name, rule));
      case ControlUpdate.ACTION_CATALOGUE ->
          ActionCatalogueReader.read(document, faults)
              .map(catalogue -> ControlUpdate.of(name, catalogue));
      case ControlUpdate.MODEL -> ModelDocument.read(document, faults);
      case ControlUpdate.DETECTION_POLICY,
          ControlUpdate.MAINTENANCE_WINDOW,
          ControlUpdate.FALSE_ALARM,
          ControlUpdate.EXPECTED_REPORTER ->
          DetectionReader.read(document, faults)
              .map(detection -> ControlUpdate.of(kind, name, detection));
      default ->
          document(document, faults, references).map(slo -> ControlUpdate.of(kind, name, slo));
    };
  }

  private static Optional<SloDocument> document(
      Document document, Faults faults, References references) {
    return switch (document.kind()) {
      case Kinds.SLO, Kinds.OBJECTIVE -> {
        List<Objective> objectives = new ObjectiveReader(document, faults, references).read();
        yield objectives.isEmpty() ? Optional.empty() : Optional.of(SloDocument.of(objectives));
      }
      case Kinds.SLI -> checked(faults, () -> IndicatorReader.read(document.spec()));
      case Kinds.ALERT_CONDITION ->
          checked(
              faults,
              () ->
                  BurnPolicyReader.content(
                      document.spec(), document.annotation(Annotations.SHORT_WINDOW)));
      case Kinds.ALERT_POLICY ->
          BurnPolicyReader.read(document, faults, references).map(SloDocument::of);
      case Kinds.SCALING -> ScalingPolicyReader.read(document, faults).map(SloDocument::of);
      case Kinds.REGRESSION -> RegressionBudgetReader.read(document, faults).map(SloDocument::of);
      case Kinds.TIERS -> TierPolicyReader.read(document, faults).map(SloDocument::of);
      case Kinds.METRICS -> MetricCatalogueReader.read(document, faults).map(SloDocument::of);
      case Kinds.SILENCE, Kinds.EXCLUSION, Kinds.CONDITIONS, Kinds.SEQUENCE ->
          SteeringReader.read(document, faults);
      default -> ReferenceReader.read(document, faults).map(SloDocument::of);
    };
  }

  /** A document that only others refer to. */
  private static Optional<SloDocument> checked(Faults faults, Runnable reading) {
    int before = faults.count();
    reading.run();
    return faults.count() > before ? Optional.empty() : Optional.of(SloDocument.nothing());
  }

  /** An order says all with its name; who and why may be added for the reader. */
  private static Optional<ControlUpdate> order(Document document, Faults faults) {
    int before = faults.count();
    if (document.spec() != null) {
      document.spec().free("reason");
      document.spec().free("by");
      document.spec().end();
    }
    return faults.count() > before
        ? Optional.empty()
        : Optional.of(ControlUpdate.order(document.kind(), document.name()));
  }
}
