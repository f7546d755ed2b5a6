/**
 * Recommendations on their way to subscribers over HTTP: who wants which, in what order they are
 * tried, what an answer means, how a webhook is signed. Nothing here decides what is recommended.
 */
package io.chimera.refinement.connectors.delivery;
