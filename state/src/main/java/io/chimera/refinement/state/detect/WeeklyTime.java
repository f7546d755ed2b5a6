package io.chimera.refinement.state.detect;

import java.io.Serializable;

/**
 * A time that comes every week.
 *
 * @param dayOfWeek day on which it begins, 1 Monday to 7 Sunday
 * @param fromMinute minute of the day at which it begins
 * @param toMinute minute of the day at which it ends: of the next day unless it is later than
 *     {@code fromMinute}
 */
public record WeeklyTime(int dayOfWeek, int fromMinute, int toMinute) implements Serializable {}
