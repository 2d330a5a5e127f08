/**
 * The program as users run it: whole jobs in this JVM, in JVMs of their own and on a local cluster,
 * with ONNX Runtime as the client of every model written.
 */
package dev.vernier.it;
