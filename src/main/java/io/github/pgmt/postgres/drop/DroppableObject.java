package io.github.pgmt.postgres.drop;

import io.github.pgmt.postgres.schema.ObjectAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An object of a schema that a statement of its own drops.
 *
 * @param statement drops it, if it is still there
 * @param lockable its quoted name, where it is a table that can be locked before
 * @param locks how many places in the server's lock table it takes to drop it
 */
record DroppableObject(ObjectAddress address, String statement, Optional<String> lockable, int locks) {

    DroppableObject {
        Objects.requireNonNull(address, "address is null");
        Objects.requireNonNull(statement, "statement is null");
        Objects.requireNonNull(lockable, "lockable is null");
    }

    /** The objects in their order, in batches that take so many locks at most, or have one object. */
    static List<List<DroppableObject>> batches(List<DroppableObject> objects, int mostLocks) {
        List<List<DroppableObject>> batches = new ArrayList<>();
        List<DroppableObject> batch = new ArrayList<>();
        int locks = 0;
        for (DroppableObject object : objects) {
            if (!batch.isEmpty() && locks + object.locks() > mostLocks) {
                batches.add(List.copyOf(batch));
                batch.clear();
                locks = 0;
            }
            batch.add(object);
            locks += object.locks();
        }
        if (!batch.isEmpty()) {
            batches.add(List.copyOf(batch));
        }
        return batches;
    }
}
