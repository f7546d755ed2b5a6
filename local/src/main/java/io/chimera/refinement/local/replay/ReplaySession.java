package io.chimera.refinement.local.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.BanditSettings;
import io.chimera.refinement.state.optimise.PolicyValue;
import io.chimera.refinement.state.optimise.search.SearchRace;
import io.chimera.refinement.state.optimise.search.SearchSpace;
import io.chimera.refinement.state.optimise.search.Tunable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One conversation: reads questions, asks the optimiser, writes answers, until {@code bye} or the
 * end of the input.
 *
 * <p>A line that cannot be understood is reported and answered with {@code error} if it was a
 * question; it changes nothing.
 */
public final class ReplaySession {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream answers;
  private final PrintStream complaints;
  private List<String> actions = List.of();
  private Bandit bandit;
  private SearchRace search;
  private final Map<String, double[]> suggested = new HashMap<>();

  public ReplaySession(PrintStream answers, PrintStream complaints) {
    this.answers = answers;
    this.complaints = complaints;
  }

  /** Talks until the end. */
  public void run(BufferedReader questions) throws IOException {
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      if (line.isBlank()) {
        continue;
      }
      try {
        JsonNode question = JSON.readTree(line);
        if (question.path("op").asText().equals("bye")) {
          return;
        }
        ObjectNode answer = answer(question);
        if (answer != null) {
          answers.append(JSON.writeValueAsString(answer)).append('\n');
          answers.flush();
        }
      } catch (JsonProcessingException | RuntimeException e) { // whatever a line may hold
        complaints.println("error: Cannot answer a line: " + e.getMessage());
        answers.append(
            JSON.writeValueAsString(JSON.createObjectNode().put("error", e.getMessage())));
        answers.append('\n').flush();
      }
    }
  }

  private ObjectNode answer(JsonNode question) {
    return switch (question.path("op").asText()) {
      case "reset" -> reset(question);
      case "decide" -> decide(question);
      case "reward" -> {
        bandit().reward(question.path("id").asText(), question.path("r").asDouble(Double.NaN));
        yield null;
      }
      case "ope" -> value(question);
      case "suggest" -> suggest(question);
      case "observe" -> {
        observe(question);
        yield null;
      }
      case "best" -> params(JSON.createObjectNode(), search().best());
      default ->
          throw new IllegalArgumentException(
              "op must be one of the protocol, was " + question.path("op"));
    };
  }

  private Bandit bandit() {
    return begun(bandit);
  }

  private SearchRace search() {
    return begun(search);
  }

  private static <T> T begun(T taskOrNull) {
    if (taskOrNull == null) {
      throw new IllegalArgumentException("op must come after a reset of its kind");
    }
    return taskOrNull;
  }

  private ObjectNode reset(JsonNode question) {
    bandit = null;
    search = null;
    actions = List.of();
    suggested.clear();
    long seed = question.path("seed").asLong();
    if (question.path("kind").asText().equals("tune")) {
      List<Tunable> tunables = new ArrayList<>();
      for (JsonNode p : question.path("params")) {
        tunables.add(
            new Tunable(
                p.path("name").asText(),
                p.path("lo").asDouble(),
                p.path("hi").asDouble(),
                p.path("type").asText().equals("int"),
                p.path("scale").asText().equals("log")));
      }
      search =
          new SearchRace(
              new SearchSpace(tunables),
              doubles(question.path("default")),
              question.path("noisy").asBoolean(),
              question.path("nConstraints").asInt(),
              seed);
    } else {
      actions = new ArrayList<>();
      question.path("actions").forEach(name -> actions.add(name.asText()));
      bandit =
          new Bandit(
              actions.size(),
              question.path("nFeatures").asInt(),
              seed,
              question.path("task").asText(),
              BanditSettings.DEFAULT);
    }
    return JSON.createObjectNode().put("op", "ready");
  }

  private ObjectNode decide(JsonNode question) {
    String id = question.path("id").asText();
    JsonNode group = question.get("group");
    JsonNode x = question.get("x");
    Bandit.Draw draw =
        bandit()
            .decide(
                id,
                group == null || group.isNull() ? null : group.asText(),
                x == null || !x.isArray() ? null : doubles(x),
                null);
    ObjectNode answer = JSON.createObjectNode();
    answer.put("id", id).put("action", actions.get(draw.action()));
    answer.put("p", draw.pmf()[draw.action()]);
    ArrayNode pmf = answer.putArray("pmf");
    for (double p : draw.pmf()) {
      pmf.add(p);
    }
    return answer;
  }

  private ObjectNode value(JsonNode question) {
    String constant = question.path("target").path("constant").asText();
    if (!actions.contains(constant)) {
      throw new IllegalArgumentException(
          "target.constant must be one of " + actions + ", was " + constant);
    }
    PolicyValue.Estimate estimate = bandit().valueOfAlways(actions.indexOf(constant));
    return JSON.createObjectNode()
        .put("value", estimate.value())
        .put("lo", estimate.lower())
        .put("hi", estimate.upper());
  }

  private ObjectNode suggest(JsonNode question) {
    double[] setting = search().suggest();
    String id = question.path("id").asText();
    suggested.put(id, setting);
    return params(JSON.createObjectNode().put("id", id), setting);
  }

  private void observe(JsonNode question) {
    double[] setting = suggested.remove(question.path("id").asText());
    double y = question.path("y").asDouble(Double.NaN);
    if (setting != null && Double.isFinite(y)) {
      search().observe(setting, y, question.has("c") ? doubles(question.path("c")) : null);
    }
  }

  private static ObjectNode params(ObjectNode answer, double[] setting) {
    ArrayNode params = answer.putArray("params");
    for (double value : setting) {
      if (value == Math.rint(value) && Math.abs(value) < 1e15) {
        params.add((long) value);
      } else {
        params.add(value);
      }
    }
    return answer;
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).isNumber() ? array.get(i).asDouble() : Double.NaN;
    }
    return values;
  }
}
