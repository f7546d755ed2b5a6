package io.chimera.refinement.local.oracle;

/**
 * What a load is made of. Shares are of all records, in [0, 1].
 *
 * @param seed seed of every draw
 * @param partitions partitions of the input topic
 * @param agents agents; each keeps to one partition
 * @param components components among which the agents are spread
 * @param poison records that are no reports
 * @param duplicates repeats of a report, byte for byte
 * @param conflicts repeats of an id with another body
 * @param old reports more than 65 s behind their partition
 * @param batches records that hold several reports
 */
public record LoadShape(
    long seed,
    int partitions,
    int agents,
    int components,
    double poison,
    double duplicates,
    double conflicts,
    double old,
    double batches) {

  /** A bit of everything. */
  public static LoadShape mixed(long seed, int partitions) {
    return new LoadShape(seed, partitions, 40, 4, 0.03, 0.04, 0.01, 0.01, 0.02);
  }

  public LoadShape withPoison(double share) {
    return new LoadShape(
        seed, partitions, agents, components, share, duplicates, conflicts, old, batches);
  }

  public LoadShape withOld(double share) {
    return new LoadShape(
        seed, partitions, agents, components, poison, duplicates, conflicts, share, batches);
  }

  /** More agents in more components. */
  public LoadShape withFleet(int agentCount, int componentCount) {
    return new LoadShape(
        seed, partitions, agentCount, componentCount, poison, duplicates, conflicts, old, batches);
  }

  /** Repeats instead of news. */
  public LoadShape withStorm(double duplicateShare, double conflictShare) {
    return new LoadShape(
        seed, partitions, agents, components, poison, duplicateShare, conflictShare, old, batches);
  }
}
