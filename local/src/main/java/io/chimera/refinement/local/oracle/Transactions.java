package io.chimera.refinement.local.oracle;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/** The transactions that a deployment has left behind. */
public final class Transactions {
  private Transactions() {}

  /** Names and states of those of {@code prefix} that are neither committed nor aborted. */
  public static List<String> open(String bootstrapServers, String prefix)
      throws ExecutionException, InterruptedException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      return admin
          .listTransactions(
              new ListTransactionsOptions()
                  .filterStates(
                      Set.of(
                          TransactionState.ONGOING,
                          TransactionState.PREPARE_COMMIT,
                          TransactionState.PREPARE_ABORT)))
          .all()
          .get()
          .stream()
          .filter(listing -> listing.transactionalId().startsWith(prefix))
          .map(Transactions::text)
          .toList();
    }
  }

  private static String text(TransactionListing listing) {
    return listing.transactionalId() + " is " + listing.state();
  }
}
