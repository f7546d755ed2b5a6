package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.JsonToken;
import io.chimera.refinement.state.event.InboundOutcome;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes an outcome of the value of one Kafka record, section 5 of the contract: one object per
 * record.
 *
 * <p>{@code recommendationId}, {@code applied} and {@code observedAt} are required. {@code
 * executedAction} and {@code reward} may be absent or null. A number that is no reward in [0, 1] is
 * an INVALID_REWARD, text in its place a WRONG_TYPE. Never throws. Not safe for concurrent use.
 */
public final class OutcomeParser {
  private static final int RECOMMENDATION_ID = 1;
  private static final int APPLIED = 2;
  private static final int EXECUTED_ACTION = 4;
  private static final int REWARD = 8;
  private static final int OBSERVED_AT = 16;

  private final Limits limits;
  private final JsonCursor cursor;
  private int seen;
  private String recommendationId;
  private boolean applied;
  private String executedAction;
  private Double reward;
  private long observedAt;

  public OutcomeParser(Limits limits) {
    this.limits = limits;
    this.cursor = new JsonCursor(limits);
  }

  /**
   * Parses one value.
   *
   * @param value the bytes, null for a tombstone
   * @param origin where the value came from
   * @param headers headers of the record, asked for only when the value is refused
   */
  public InboundOutcome parse(byte[] value, Origin origin, Supplier<Map<String, String>> headers) {
    Message message = Message.of(value, origin, headers);
    try {
      message.checkLength(limits);
      int from = message.textStart();
      int to = message.textEnd();
      if (!JsonBytes.isUtf8(message.bytes(), from, to)) {
        throw Refused.notUtf8();
      }
      return new InboundOutcome(read(message.element(from, to), origin), null);
    } catch (Refused refused) {
      return new InboundOutcome(null, message.dead(refused));
    }
  }

  private Outcome read(byte[] element, Origin origin) throws Refused {
    seen = 0;
    executedAction = null;
    reward = null;
    cursor.start(element, 0, element.length);
    cursor.enterObject("an outcome");
    while (cursor.next() == JsonToken.FIELD_NAME) {
      String field = cursor.name();
      next(field);
      readField(field);
    }
    cursor.finish();
    require(RECOMMENDATION_ID, "recommendationId");
    require(APPLIED, "applied");
    require(OBSERVED_AT, "observedAt");
    return new Outcome(
        recommendationId, applied, executedAction, reward, observedAt, origin, element);
  }

  private void next(String field) throws Refused {
    try {
      cursor.next();
    } catch (Refused refused) {
      boolean noReward = field.equals("reward") && refused.reason() == Reason.NON_FINITE_VALUE;
      throw noReward ? new Refused(Reason.INVALID_REWARD, refused.detail()) : refused;
    }
  }

  private void readField(String field) throws Refused {
    switch (field) {
      case "recommendationId" -> recommendationId = id(once(RECOMMENDATION_ID, field));
      case "applied" -> applied = cursor.bool(once(APPLIED, field));
      case "executedAction" -> {
        once(EXECUTED_ACTION, field);
        executedAction = cursor.token() == JsonToken.VALUE_NULL ? null : id(field);
      }
      case "reward" -> {
        once(REWARD, field);
        reward = cursor.token() == JsonToken.VALUE_NULL ? null : reward(field);
      }
      case "observedAt" -> observedAt = EventTime.read(cursor, once(OBSERVED_AT, field));
      default -> cursor.skip();
    }
  }

  private Double reward(String field) throws Refused {
    try {
      double value = cursor.finite(field);
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (Refused refused) {
      if (refused.reason() != Reason.NON_FINITE_VALUE) {
        throw refused;
      }
    }
    throw Refused.because(Reason.INVALID_REWARD, field, "in [0, 1]", cursor.text());
  }

  private String id(String field) throws Refused {
    String id = cursor.string(field);
    if (!Naming.isId(id)) {
      throw Refused.because(Reason.INVALID_NAME, field, Naming.ID_RULE, id);
    }
    return id;
  }

  private String once(int bit, String field) throws Refused {
    if ((seen & bit) != 0) {
      throw Refused.repeated(field);
    }
    seen |= bit;
    return field;
  }

  private void require(int bit, String field) throws Refused {
    if ((seen & bit) == 0) {
      throw Refused.missing(field);
    }
  }
}
