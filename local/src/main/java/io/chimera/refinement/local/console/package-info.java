/**
 * The live page: what happens right now, served on loopback, without anything from another host.
 */
package io.chimera.refinement.local.console;
