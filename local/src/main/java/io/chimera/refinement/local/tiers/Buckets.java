package io.chimera.refinement.local.tiers;

import io.chimera.refinement.jobs.config.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Brings the buckets of a database in line with the settings (REF-RET-01 to 04). */
public final class Buckets {

  /** What a database can be asked about its buckets; every call may fail with a sentence. */
  interface Catalogue {
    /**
     * How long the bucket keeps a point, milliseconds, 0 for ever; empty when it does not exist.
     */
    OptionalLong retentionMillis(String bucket);

    void create(Database.Bucket bucket);

    void change(Database.Bucket bucket);
  }

  private final Catalogue catalogue;
  private final List<Database.Bucket> wanted;

  Buckets(Catalogue catalogue, List<Database.Bucket> wanted) {
    this.catalogue = catalogue;
    this.wanted = List.copyOf(wanted);
  }

  /** The buckets of the settings, in the database that they name. */
  public static Buckets of(Database database) {
    TierHttp http = new TierHttp(database);
    return new Buckets(
        database.api().equals("v1") ? new V1Catalogue(http) : new V2Catalogue(http),
        database.buckets());
  }

  /**
   * Creates what is missing and changes what differs.
   *
   * @return one sentence per bucket
   */
  public List<String> provision() {
    List<String> done = new ArrayList<>();
    for (Database.Bucket bucket : wanted) {
      OptionalLong found = catalogue.retentionMillis(bucket.name());
      if (found.isEmpty()) {
        catalogue.create(bucket);
        done.add("created " + bucket.name() + ", keeps " + days(bucket.retentionMillis()));
      } else if (found.getAsLong() != bucket.retentionMillis()) {
        catalogue.change(bucket);
        done.add(
            "changed %s, keeps %s instead of %s"
                .formatted(bucket.name(), days(bucket.retentionMillis()), days(found.getAsLong())));
      } else {
        done.add("kept " + bucket.name() + ", keeps " + days(bucket.retentionMillis()));
      }
    }
    return done;
  }

  /** One sentence per difference; empty when there is none. */
  public List<String> check() {
    List<String> differences = new ArrayList<>();
    for (Database.Bucket bucket : wanted) {
      OptionalLong found = catalogue.retentionMillis(bucket.name());
      if (found.isEmpty()) {
        differences.add(bucket.name() + " must exist, was not found; create it with tiers");
      } else if (found.getAsLong() != bucket.retentionMillis()) {
        differences.add(
            "%s must keep %s, was %s"
                .formatted(bucket.name(), days(bucket.retentionMillis()), days(found.getAsLong())));
      }
    }
    return differences;
  }

  private static String days(long millis) {
    return millis == 0 ? "for ever" : millis / 86_400_000.0 + " d";
  }
}
