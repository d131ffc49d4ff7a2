mark_n = [0]
mark_p = [0, 0, 0, 0, 1]
mark_print, mark_len, mark_type, mark_id, mark_is, mark_callable = print, len, type, id, issubclass, callable
mark_int, mark_float, mark_complex, mark_str, mark_bytes, mark_range = int, float, complex, str, bytes, range
mark_list, mark_tuple, mark_dict, mark_set, mark_frozenset, mark_object = list, tuple, dict, set, frozenset, object
mark_exit, mark_exception, mark_overflow = SystemExit, Exception, OverflowError
import collections as mark_collections, itertools as mark_itertools
mark_deque = mark_collections.deque


def mark_long(value):
    try:
        return mark_len(value)
    except mark_overflow:
        return STEPS_MAX


mark_ordered = (mark_list, mark_tuple, mark_str, mark_bytes, mark_deque)
mark_tables = (
    mark_dict, mark_set, mark_frozenset, mark_collections.Counter, mark_collections.OrderedDict,
    mark_collections.defaultdict, mark_type({}.keys()), mark_type({}.values()), mark_type({}.items()),
)
mark_searched = {mark_id(kind): kind.__len__ for kind in mark_ordered}
mark_sizes = {mark_id(kind): kind.__len__ for kind in (*mark_ordered, *mark_tables)}
mark_sizes[mark_id(mark_range)] = mark_long
mark_lazy = {mark_id(kind) for kind in (map, filter, zip, enumerate, reversed, mark_type(reversed([])))}
mark_lazy.update(mark_id(value) for value in vars(mark_itertools).values() if mark_type(value) is mark_type)


def mark_t(value):
    mark_n[0] += 1
    if mark_n[0] > STEPS_MAX:
        raise mark_exit
    return value


def mark_k(value):
    size = mark_searched.get(mark_id(mark_type(value)))
    if size is not None:
        mark_n[0] += size(value)
    return mark_t(value)


def mark_j(value):
    size = mark_sizes.get(mark_id(mark_type(value)))
    if size is not None:
        mark_n[0] += size(value)
    return value


def mark_each(values):
    for value in values:
        yield mark_t(value)


def mark_i(value):
    return mark_each(value) if mark_id(mark_type(value)) in mark_lazy else mark_t(mark_j(value))


def mark_o(value):
    if mark_type(value) is mark_list:
        mark_n[0] += mark_len(value) * mark_len(value).bit_length()
    return mark_t(value)


def mark_g(value):
    if mark_type(value) is mark_list:
        mark_n[0] += mark_len(value).bit_length()
    return mark_t(value)


def mark_u(value, whole):
    if mark_type(whole) is mark_str and mark_type(value) is mark_str:
        mark_p[0] = mark_largest(mark_p[0], mark_p[1] + (mark_len(whole) + mark_len(value)) // 8)
    return mark_j(value)


def mark_largest(one, other):
    return one if one > other else other


def mark_b():
    mark_t(0)
    mark_p[3] += 1
    return mark_p[3] >= mark_p[4]


def mark_h(*names):
    mark_p[4] = mark_p[3] + mark_p[3] // 2 + 1
    todo, seen, held = [], mark_set(), mark_p[1]
    for name in (*names, *mark_m):
        try:
            todo.append(name())
        except mark_exception:
            pass
    while todo and mark_p[2] <= LOOKS_MAX:
        value = todo.pop()
        mark_p[2] += 1
        kind = mark_type(value)
        if mark_is(kind, mark_str):
            held += mark_str.__len__(value) // 8
        elif value is None or mark_is(kind, (mark_int, mark_float, mark_complex)) or mark_callable(value) or mark_id(value) in seen:
            pass
        else:
            seen.add(mark_id(value))
            held += mark_parts(value, kind, todo)
    mark_p[0] = mark_largest(mark_p[0], held)


def mark_parts(value, kind, todo):
    if mark_is(kind, mark_dict):
        todo.extend(mark_dict.keys(value))
        todo.extend(mark_dict.values(value))
        return mark_dict.__len__(value) + 1
    for known in (mark_list, mark_tuple, mark_set, mark_frozenset, mark_deque):
        if mark_is(kind, known):
            size = known.__len__(value)
            plain = size > 2 and (known is mark_list or known is mark_tuple)
            for place in (0, size // 2, size - 1) if plain else ():
                plain = plain and mark_is(mark_type(known.__getitem__(value, place)), (mark_int, mark_float))
            if not plain:
                todo.extend(known.__iter__(value))
            return size + 1
    try:
        todo.append(mark_object.__getattribute__(value, '__dict__'))
    except mark_exception:
        pass
    return 0


mark_inside = mark_set()
mark_calls = []


def mark_e(*given):
    held, own = 1, []
    for value in given:
        size = mark_searched.get(mark_id(mark_type(value)))
        if size is not None and mark_id(value) not in mark_inside:
            held += size(value)
            own.append(mark_id(value))
    mark_inside.update(own)
    mark_calls.append((held, own))
    mark_p[1] += held
    mark_p[0] = mark_largest(mark_p[0], mark_p[1])


def mark_x():
    held, own = mark_calls.pop()
    mark_p[1] -= held
    mark_inside.difference_update(own)


def mark_r():
    try:
        mark_h()
        mark_print()
        mark_print('mark_', mark_n[0], mark_p[0] if mark_p[2] <= LOOKS_MAX else '')
    except mark_exception:
        pass


