package io.chimera.refinement.state.event;

/** Why an element ended as a dead letter. The names are public; none is ever renamed. */
public enum Reason {
  /** Not JSON, or JSON that cannot be split into elements. */
  MALFORMED_JSON,
  /** An empty value, a tombstone, an empty batch. */
  EMPTY,
  NOT_UTF8,
  /** The record is longer than the limit. */
  TOO_LARGE,
  /** JSON nested deeper than the limit. */
  TOO_DEEP,
  /** More elements in one record than the limit. */
  BATCH_TOO_LARGE,
  UNSUPPORTED_SCHEMA_VERSION,
  MISSING_FIELD,
  DUPLICATE_FIELD,
  WRONG_TYPE,
  /** A metric, label, system or component name, or an id, that breaks the naming rule. */
  INVALID_NAME,
  INVALID_TIMESTAMP,
  NON_FINITE_VALUE,
  /** A number or a length outside what the contract allows. */
  OUT_OF_RANGE,
  /** A known id with another body. */
  ID_CONFLICT,
  /** Event time too far ahead of the record's own time. */
  FUTURE,
  /** The pane the report belongs to is closed. */
  LATE,
  QUARANTINED,
  UNKNOWN_RECOMMENDATION,
  INVALID_REWARD,
  EXPIRED_OUTCOME,
  INVALID_CONTROL,
  /** The database refused the point, or a subscriber did not take the recommendation. */
  SINK_REJECTED
}
