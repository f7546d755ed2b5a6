package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.JsonToken;
import io.chimera.refinement.connectors.json.LabelReader.LabelSet;
import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Sample;
import java.util.Map;

/**
 * Reads one element as a KPI report, section 3 of the contract.
 *
 * <p>Of several faults the gravest names the reason: what is not JSON (or too deep), then a schema
 * version that is not known, then the first fault in the order of the text, then a field that is
 * missing. {@code null} is no value: a field that is null has the wrong type.
 */
final class ReportReader {
  private static final String DEFAULT = "default";
  private static final int CACHED_NAMES = 1024;
  private static final int CACHED_AGENTS = 8192;

  private static final int SCHEMA_VERSION = 1;
  private static final int REPORT_ID = 1 << 1;
  private static final int SYSTEM = 1 << 2;
  private static final int COMPONENT = 1 << 3;
  private static final int AGENT_ID = 1 << 4;
  private static final int TIMESTAMP = 1 << 5;
  private static final int SEQUENCE = 1 << 6;
  private static final int METRICS = 1 << 7;
  private static final int LABELS = 1 << 8;

  private final JsonCursor cursor;
  private final SampleReader sampleReader;
  private final LabelReader labelReader;
  private final StringCache names = new StringCache(CACHED_NAMES, Naming::isName);
  private final StringCache agents = new StringCache(CACHED_AGENTS, Naming::isId);

  private int seen;
  private String reportId;
  private String system;
  private String component;
  private String agentId;
  private long timestampMillis;
  private long sequence;
  private Sample[] samples;
  private LabelSet labels;

  ReportReader(Limits limits) {
    this.cursor = new JsonCursor(limits);
    this.sampleReader = new SampleReader(cursor, limits);
    this.labelReader = new LabelReader(cursor, limits);
  }

  /** Reads {@code element}, which is not empty and neither begins nor ends with white space. */
  KpiReport read(byte[] element, Origin origin, Map<String, String> headers) throws Refused {
    seen = 0;
    timestampMillis = 0;
    system = DEFAULT;
    component = DEFAULT;
    sequence = KpiReport.NO_SEQUENCE;
    labels = LabelSet.NONE;
    try {
      cursor.start(element, 0, element.length);
      readFields();
      cursor.finish();
    } catch (Refused first) {
      throw gravest(first);
    }
    require(REPORT_ID, "reportId");
    require(AGENT_ID, "agentId");
    require(TIMESTAMP, "timestamp");
    require(METRICS, "metrics");
    return new KpiReport(
        system,
        component,
        agentId,
        reportId,
        timestampMillis,
        sequence,
        samples,
        labels.canonical(),
        labels.release(),
        Digests.fold(Digests.fold(Digests.fold(0, system), agentId), reportId),
        bodyHash(),
        false,
        origin,
        element,
        headers);
  }

  /**
   * The event time of the element read last, or {@code otherwise} if the text did not get that far.
   */
  long timestampOr(long otherwise) {
    return timestampMillis == 0 ? otherwise : timestampMillis;
  }

  private void readFields() throws Refused {
    cursor.enterObject("a report");
    while (cursor.next() == JsonToken.FIELD_NAME) {
      String field = cursor.name();
      cursor.next();
      switch (field) {
        case "reportId" -> reportId = newId(once(REPORT_ID, field));
        case "agentId" -> agentId = knownId(once(AGENT_ID, field));
        case "system" -> system = name(once(SYSTEM, field));
        case "component" -> component = name(once(COMPONENT, field));
        case "timestamp" -> timestampMillis = EventTime.read(cursor, once(TIMESTAMP, field));
        case "sequence" -> sequence = sequence(once(SEQUENCE, field));
        case "metrics" -> {
          once(METRICS, field);
          samples = sampleReader.read();
        }
        case "labels" -> {
          once(LABELS, field);
          labels = labelReader.read();
        }
        case "schemaVersion" -> checkVersion(once(SCHEMA_VERSION, field));
        default -> cursor.skip();
      }
    }
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

  /** A report's id comes once and is not worth a place in a cache. */
  private String newId(String field) throws Refused {
    String id = cursor.string(field);
    return valid(Naming.isId(id) ? id : null, field, Naming.ID_RULE);
  }

  private String knownId(String field) throws Refused {
    return valid(cursor.string(field, agents), field, Naming.ID_RULE);
  }

  private String name(String field) throws Refused {
    return valid(cursor.string(field, names), field, Naming.NAME_RULE);
  }

  private String valid(String textOrNull, String field, String rule) throws Refused {
    if (textOrNull == null) {
      throw Refused.because(Reason.INVALID_NAME, field, rule, cursor.text());
    }
    return textOrNull;
  }

  private long sequence(String field) throws Refused {
    long number = cursor.integer(field, Reason.WRONG_TYPE, Reason.OUT_OF_RANGE);
    if (number == KpiReport.NO_SEQUENCE) {
      throw Refused.because(Reason.OUT_OF_RANGE, field, "above -2^63", cursor.text());
    }
    return number;
  }

  private void checkVersion(String field) throws Refused {
    switch (cursor.token()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        if (cursor.finite(field) != 1) {
          throw Refused.because(Reason.UNSUPPORTED_SCHEMA_VERSION, field, "1", cursor.text());
        }
      }
      case VALUE_STRING ->
          throw Refused.because(
              Reason.UNSUPPORTED_SCHEMA_VERSION, field, "the number 1", cursor.text());
      default -> throw Refused.because(Reason.WRONG_TYPE, field, "an integer", cursor.text());
    }
  }

  /** Reads on after a first fault: only a graver one replaces it. */
  private Refused gravest(Refused first) {
    Refused gravest = first;
    if (cursor.isStuck()) {
      return gravest;
    }
    try {
      while (!isFinal(gravest) && cursor.depth() > 0) {
        boolean field = cursor.next() == JsonToken.FIELD_NAME && cursor.depth() == 1;
        if (field && cursor.name().equals("schemaVersion")) {
          cursor.next();
          gravest = graver(gravest);
        }
      }
      if (!isFinal(gravest)) {
        cursor.finish();
      }
    } catch (Refused later) {
      return isFinal(later) ? later : gravest;
    }
    return gravest;
  }

  private Refused graver(Refused known) {
    try {
      checkVersion("schemaVersion");
      return known;
    } catch (Refused version) {
      return version.reason() == Reason.UNSUPPORTED_SCHEMA_VERSION ? version : known;
    }
  }

  private static boolean isFinal(Refused refused) {
    return refused.reason() == Reason.MALFORMED_JSON || refused.reason() == Reason.TOO_DEEP;
  }

  private int bodyHash() {
    long hash = Digests.fold(0, component);
    hash = Digests.fold(hash, timestampMillis);
    hash = Digests.fold(hash, sequence);
    hash = Digests.fold(hash, sampleReader.hash());
    hash = Digests.fold(hash, labels.hash());
    return (int) (hash >>> 32);
  }
}
