/**
 * The command line: arguments in, exit status out. What a command does lives in the other packages.
 */
package io.chimera.refinement.local.cli;
