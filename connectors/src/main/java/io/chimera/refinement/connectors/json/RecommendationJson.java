package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.Recommendation;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** A recommendation as the contract's section 4 writes it. */
final class RecommendationJson {
  private RecommendationJson() {}

  static void write(Recommendation advice, JsonOut out) throws IOException {
    out.whole("schemaVersion", 1);
    out.text("recommendationId", advice.recommendationId());
    out.text("system", advice.system());
    out.text("component", advice.component());
    out.text("agentId", advice.agentId());
    out.whole("decidedAt", advice.decidedAt());
    out.whole("decisionNumber", advice.decisionNumber());
    out.text("optimizer", advice.optimizer());
    out.text("target", advice.target());
    out.startObject("action");
    out.text("name", advice.action());
    out.startObject("parameters");
    for (Map.Entry<String, Double> parameter : new TreeMap<>(advice.parameters()).entrySet()) {
      out.shortest(parameter.getKey(), parameter.getValue());
    }
    out.endObject();
    out.endObject();
    out.number("propensity", advice.propensity());
    out.numbers("pmf", advice.pmf());
    out.texts("vetoed", advice.vetoed());
    out.numbers("context", advice.context());
    out.text("modelVersion", advice.modelVersion());
    out.number("expectedGain", advice.expectedGain());
    out.startArray("gainInterval");
    out.number(advice.gainLower());
    out.number(advice.gainUpper());
    out.endArray();
    out.number("confidence", advice.confidence());
    out.texts("evidence", advice.evidence());
    out.text("mode", advice.mode());
    out.whole("ttlSeconds", advice.ttlSeconds());
    out.text("sentence", advice.sentence());
  }
}
