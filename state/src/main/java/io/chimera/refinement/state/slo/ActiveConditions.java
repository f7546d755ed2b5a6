package io.chimera.refinement.state.slo;

import java.io.Serializable;
import java.util.Map;

/**
 * Under which conditions a system runs at present, such as {@code phase=peak}: labels that its
 * reports need not carry.
 *
 * @param system system, or {@code *}
 * @param labels the conditions
 */
public record ActiveConditions(String system, Map<String, String> labels) implements Serializable {}
