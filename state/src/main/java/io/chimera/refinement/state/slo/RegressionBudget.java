package io.chimera.refinement.state.slo;

import java.io.Serializable;
import java.util.List;

/**
 * How much worse a release may be than the one before it, or a series than it usually is.
 *
 * @param name unique name
 * @param system system
 * @param metrics metrics as a {@link LabelPattern}
 * @param lessIsBetter whether an increase is worse
 * @param budget relative change for the worse that is still allowed, such as 0.05
 * @param rollback relative change from which on going back is advised; 0 for never
 * @param leastSamples values of each release, or of five minutes, before anything is said
 * @param alpha probability of failing a release, or a day, that is no worse, however often it is
 *     looked at
 * @param perRelease whether it is about releases; else about the usual of the same series
 * @param relative whether the values are changes in percent already, from a usual that is 0
 * @param consequence what follows: fail, warning, retrain, report
 * @param conditions remarks that a stream cannot decide
 */
public record RegressionBudget(
    String name,
    String system,
    String metrics,
    boolean lessIsBetter,
    double budget,
    double rollback,
    long leastSamples,
    double alpha,
    boolean perRelease,
    boolean relative,
    String consequence,
    List<String> conditions)
    implements Serializable {}
