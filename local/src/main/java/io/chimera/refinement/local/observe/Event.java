package io.chimera.refinement.local.observe;

/**
 * One line of news: a finding, an alert or a recommendation.
 *
 * @param type {@code finding|alert|recommendation}
 * @param id id of the thing; its later states have the same
 * @param timeMillis event time, epoch milliseconds
 * @param subject what it is about
 * @param kind what it is: the kind of finding, the rule, the action
 * @param state where it stands
 * @param severity how bad it is, or the empty string
 * @param sentence one sentence for a person; written by others, so never to be trusted
 */
public record Event(
    String type,
    String id,
    long timeMillis,
    String subject,
    String kind,
    String state,
    String severity,
    String sentence) {}
