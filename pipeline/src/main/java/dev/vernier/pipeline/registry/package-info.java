/** Published models, their versions, and which one is in force. */
package dev.vernier.pipeline.registry;
