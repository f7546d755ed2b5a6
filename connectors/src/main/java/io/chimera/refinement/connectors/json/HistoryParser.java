package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.JsonToken;
import io.chimera.refinement.state.event.InboundOutcome;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.optimise.retrain.HistoryRecord;
import io.chimera.refinement.state.optimise.retrain.LoggedDecision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads history: published recommendations and the outcomes that answer them, told apart by their
 * fields. What is neither is refused with the reason that a dead letter would have. Never throws.
 * Not safe for concurrent use.
 */
public final class HistoryParser {
  private final JsonCursor cursor;
  private final OutcomeParser outcomes;
  private boolean isDecision;
  private String recommendationId;
  private String optimizer;
  private String system;
  private String component;
  private String target;
  private String action;
  private long decidedAt;
  private long decisionNumber;
  private final Map<String, Double> pmf = new LinkedHashMap<>();
  private final Map<String, Double> context = new LinkedHashMap<>();
  private final List<String> vetoed = new ArrayList<>();

  public HistoryParser(Limits limits) {
    this.cursor = new JsonCursor(limits);
    this.outcomes = new OutcomeParser(limits);
  }

  /** The record in {@code value}. */
  public HistoryRecord parse(byte[] value, Origin origin) {
    if (value == null || value.length == 0) {
      return HistoryRecord.refused(Reason.EMPTY.name());
    }
    try {
      clear();
      cursor.start(value, 0, value.length);
      readFields();
      cursor.finish();
      return isDecision ? HistoryRecord.of(decision(origin)) : outcome(value, origin);
    } catch (Refused refused) {
      // Half a decision is no outcome; anything else may still be one.
      return isDecision ? HistoryRecord.refused(refused.reason().name()) : outcome(value, origin);
    }
  }

  private HistoryRecord outcome(byte[] value, Origin origin) {
    InboundOutcome parsed = outcomes.parse(value, origin, Map::of);
    return parsed.isOutcome()
        ? HistoryRecord.of(parsed.outcome())
        : HistoryRecord.refused(parsed.rejected().reason().name());
  }

  private void clear() {
    isDecision = false;
    recommendationId = null;
    optimizer = null;
    system = null;
    component = null;
    target = null;
    action = null;
    decidedAt = 0;
    decisionNumber = 0;
    pmf.clear();
    context.clear();
    vetoed.clear();
  }

  private void readFields() throws Refused {
    cursor.enterObject("a recommendation");
    while (cursor.next() == JsonToken.FIELD_NAME) {
      String field = cursor.name();
      cursor.next();
      switch (field) {
        case "recommendationId" -> recommendationId = cursor.string(field);
        case "optimizer" -> {
          isDecision = true;
          optimizer = cursor.string(field);
        }
        case "system" -> system = cursor.string(field);
        case "component" -> component = cursor.string(field);
        case "target" -> target = cursor.string(field);
        case "decidedAt" -> decidedAt = whole(field);
        case "decisionNumber" -> decisionNumber = whole(field);
        case "action" -> readAction();
        case "pmf" -> {
          isDecision = true;
          numbers(field, pmf);
        }
        case "context" -> numbers(field, context);
        case "vetoed" -> names();
        default -> cursor.skip();
      }
    }
  }

  private long whole(String field) throws Refused {
    return cursor.integer(field, Reason.WRONG_TYPE, Reason.OUT_OF_RANGE);
  }

  private void readAction() throws Refused {
    expectObject("action");
    while (cursor.next() == JsonToken.FIELD_NAME) {
      String field = cursor.name();
      cursor.next();
      if (field.equals("name")) {
        action = cursor.string("action.name");
      } else {
        cursor.skip();
      }
    }
  }

  private void numbers(String field, Map<String, Double> into) throws Refused {
    expectObject(field);
    while (cursor.next() == JsonToken.FIELD_NAME) {
      String name = cursor.name();
      if (cursor.next() == JsonToken.VALUE_NULL) {
        continue; // what was not finite is written so, and was not known
      }
      into.put(name, cursor.finite(field));
    }
  }

  private void names() throws Refused {
    expectObject("vetoed");
    while (cursor.next() == JsonToken.FIELD_NAME) {
      vetoed.add(cursor.name());
      cursor.next();
      cursor.skip();
    }
  }

  private void expectObject(String field) throws Refused {
    if (cursor.token() != JsonToken.START_OBJECT) {
      throw Refused.because(Reason.WRONG_TYPE, field, "an object", cursor.text());
    }
  }

  private LoggedDecision decision(Origin origin) throws Refused {
    require(recommendationId, "recommendationId");
    require(optimizer, "optimizer");
    require(system, "system");
    require(component, "component");
    require(target, "target");
    require(action, "action.name");
    require(decidedAt > 0 ? "" : null, "decidedAt");
    return new LoggedDecision(
        recommendationId,
        optimizer,
        system,
        component,
        target,
        decidedAt,
        decisionNumber,
        action,
        Map.copyOf(pmf),
        List.copyOf(vetoed),
        Map.copyOf(context),
        origin);
  }

  private static void require(String valueOrNull, String field) throws Refused {
    if (valueOrNull == null) {
      throw Refused.missing(field);
    }
  }
}
